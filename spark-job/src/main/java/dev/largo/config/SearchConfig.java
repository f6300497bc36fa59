package dev.largo.config;

import java.util.List;

/**
 * What a search is beside its distributions: {@code search { }}.
 *
 * @param trials drawn in the first stage, at least 1
 * @param seed of the draws
 * @param narrow least share of a range that is left to the next stage, in (0, 1]
 * @param parallel trials at the same time, at least 1
 * @param stages from coarse to fine, at least one
 */
public record SearchConfig(
    int trials, long seed, double narrow, int parallel, List<StageConfig> stages) {
  public SearchConfig {
    stages = List.copyOf(stages);
  }

  /** The same search with so many trials at once. */
  public SearchConfig inParallel(int runs) {
    return new SearchConfig(trials, seed, narrow, runs, stages);
  }
}
