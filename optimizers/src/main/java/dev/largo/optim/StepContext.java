package dev.largo.optim;

import dev.largo.optim.numeric.Check;

/**
 * What the caller decides about a step; the same on every rank. The step's number and the rate of
 * the update before are the {@link Optimizer}'s own to remember.
 *
 * @param learningRate the schedule's rate, at least 0, within float32's range
 * @param lossScale what the loss was multiplied by, so that the gradient of trainable segments has
 *     to be divided by it; above 0, within float32's range; 1 without scaling
 */
public record StepContext(double learningRate, Detail detail, double lossScale) {
  /** How much a step reports. */
  public enum Detail {
    /** The global gradient norm only. */
    GLOBAL,
    /** Also a {@link LayerSignal} per trainable segment; costs one more gather. */
    LAYERS
  }

  public StepContext {
    Check.notNegativeFloat("learningRate", learningRate);
    LossScale.requireFloat("lossScale", lossScale);
  }

  /** A step without loss scaling. */
  public StepContext(double learningRate, Detail detail) {
    this(learningRate, detail, 1);
  }

  /** The same step for a gradient of a scaled loss. */
  public StepContext withLossScale(double scale) {
    return new StepContext(learningRate, detail, scale);
  }
}
