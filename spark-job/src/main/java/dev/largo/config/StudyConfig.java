package dev.largo.config;

import java.util.List;

/**
 * What a study is beside the keys that vary: {@code study { }}.
 *
 * @param cells named cells; empty: the dimensions alone make them
 * @param parallel cells at the same time, at least 1
 */
public record StudyConfig(List<VariantConfig> cells, BudgetConfig budget, int parallel) {
  public StudyConfig {
    cells = List.copyOf(cells);
  }
}
