package dev.largo.optim;

import dev.largo.optim.numeric.Check;

/**
 * What the caller decides about a step; the same on every rank.
 *
 * @param step number of this step, from 1. Skipped steps do not count: the step after one has the
 *     same number, since the bias correction of moments and the start of slow weights hang on it
 * @param learningRate the schedule's rate, at least 0
 * @param previousLearningRate the schedule's rate at the step before, at least 0; at step 1 the
 *     same as {@code learningRate}
 * @param lossScale what the loss was multiplied by, so that the gradient of trainable segments has
 *     to be divided by it; above 0, within float32's range; 1 without scaling
 */
public record StepContext(
    long step, double learningRate, double previousLearningRate, Detail detail, double lossScale) {
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
    Check.positive("lossScale", lossScale);
    float unscaling = (float) (1 / lossScale);
    if (unscaling < Float.MIN_NORMAL || Float.isInfinite(unscaling)) {
      throw new IllegalArgumentException(
          "lossScale must be within float32's range, and so its inverse: " + lossScale);
    }
  }

  /** A step without loss scaling. */
  public StepContext(long step, double learningRate, double previousLearningRate, Detail detail) {
    this(step, learningRate, previousLearningRate, detail, 1);
  }

  /** A step at the same rate as the one before. */
  public StepContext(long step, double learningRate, Detail detail) {
    this(step, learningRate, learningRate, detail);
  }

  /** The same step for a gradient of a scaled loss. */
  public StepContext withLossScale(double scale) {
    return new StepContext(step, learningRate, previousLearningRate, detail, scale);
  }
}
