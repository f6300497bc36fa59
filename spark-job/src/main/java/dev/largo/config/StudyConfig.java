package dev.largo.config;

import java.util.List;

/**
 * What a study is beside the keys that vary: {@code study { }}.
 *
 * @param cells named cells; empty: the dimensions alone make them
 */
public record StudyConfig(List<VariantConfig> cells, BudgetConfig budget) {
  public StudyConfig {
    cells = List.copyOf(cells);
  }
}
