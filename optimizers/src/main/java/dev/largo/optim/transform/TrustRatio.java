package dev.largo.optim.transform;

/** A layer's own learning rate relative to the global one, as a rule of its norms. */
public interface TrustRatio {
  /** The norms that {@link #of} reads. */
  Norms norms();

  /**
   * The ratio: finite, at least 0.
   *
   * @param learningRate the schedule's rate at the step; most rules do not read it
   */
  double of(LayerNorms norms, double learningRate);
}
