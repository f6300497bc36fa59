package dev.largo.config;

import dev.largo.optim.schedule.BatchScaling;
import java.util.List;

/**
 * The learning rate of every step.
 *
 * @param baseLr rate at the reference global batch {@code baseBatch}
 * @param warmupEpochs length of the gradual warm-up; 0: none
 * @param warmupFrom rate at the warm-up's start
 * @param endLr rate at the end of polynomial and cosine decay
 * @param power exponent of polynomial decay
 * @param milestones epochs at which step decay multiplies the rate by {@code factor}
 */
public record ScheduleConfig(
    double baseLr,
    int baseBatch,
    BatchScaling scaling,
    double warmupEpochs,
    double warmupFrom,
    Decay decay,
    double power,
    double endLr,
    List<Double> milestones,
    double factor) {
  /** What happens to the rate after warm-up. */
  public enum Decay {
    CONSTANT,
    POLYNOMIAL,
    COSINE,
    STEP
  }

  public ScheduleConfig {
    milestones = List.copyOf(milestones);
  }
}
