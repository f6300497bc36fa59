package dev.largo.optim.transform;

/** A layer's own learning rate relative to the global one, as a rule of its norms. */
public interface TrustRatio {
  /** The norms that {@link #of} reads. */
  Norms norms();

  /**
   * The ratio: at least 0. Beyond float32's range it is taken as 1.
   *
   * @param learningRate the schedule's rate at the step; most rules do not read it
   */
  double of(LayerNorms norms, double learningRate);

  /** The ratio as it is applied: 1 for one that float32 does not hold. */
  static double withinFloat(double ratio) {
    return ratio > Float.MAX_VALUE ? 1 : ratio;
  }
}
