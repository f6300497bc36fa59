package dev.largo.optim;

import dev.largo.optim.numeric.Check;

/**
 * What the caller decides about a step; the same on every rank.
 *
 * @param step number of this step, from 1
 * @param learningRate the schedule's rate, at least 0
 * @param previousLearningRate the schedule's rate at the step before, at least 0; at step 1 the
 *     same as {@code learningRate}
 */
public record StepContext(
    long step, double learningRate, double previousLearningRate, Detail detail) {
  /** How much a step reports. */
  public enum Detail {
    /** The global gradient norm only. */
    GLOBAL,
    /** Also a {@link LayerSignal} per trainable segment; costs one more gather. */
    LAYERS
  }

  public StepContext {
    Check.atLeast(1, "step", step);
    Check.notNegative("learningRate", learningRate);
    Check.notNegative("previousLearningRate", previousLearningRate);
  }

  /** A step at the same rate as the one before. */
  public StepContext(long step, double learningRate, Detail detail) {
    this(step, learningRate, learningRate, detail);
  }
}
