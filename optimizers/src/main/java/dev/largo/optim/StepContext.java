package dev.largo.optim;

import dev.largo.optim.numeric.Check;

/**
 * What the caller decides about a step; the same on every rank.
 *
 * @param step number of this step, from 1
 * @param learningRate the schedule's rate, at least 0
 */
public record StepContext(long step, double learningRate, Detail detail) {
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
  }
}
