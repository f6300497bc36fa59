package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/**
 * When a stalled loss lowers the rate, and how far. A loss is an improvement if it is below the
 * best one so far times (1 - {@code threshold}).
 *
 * @param rate at the start, above 0
 * @param factor in (0, 1): 0.5 halves
 * @param patience observations in a row without improvement that are borne, at least 0
 * @param threshold in [0, 1)
 * @param cooldown observations after a reduction that do not count, at least 0
 * @param least bound that the rate does not fall below, from 0 to {@code rate}
 */
public record PlateauSpec(
    double rate, double factor, long patience, double threshold, long cooldown, double least) {
  public PlateauSpec {
    Check.positive("rate", rate);
    Check.positive("factor", factor);
    Check.fraction("factor", factor);
    Check.atLeast(0, "patience", patience);
    Check.fraction("threshold", threshold);
    Check.atLeast(0, "cooldown", cooldown);
    Check.notNegative("least", least);
    if (least > rate) {
      throw new IllegalArgumentException(
          "least must be at most rate: least=" + least + ", rate=" + rate);
    }
  }
}
