package dev.largo.optim;

/** What a step does when the gradient holds a NaN or an infinity, or is too large to square. */
public enum NonFinitePolicy {
  /** It throws {@link NonFiniteGradientException}. */
  FAIL,
  /**
   * It changes nothing and says so in {@link StepSignals#skipped}: what a dynamic {@link LossScale}
   * asks for. Weights that are not finite still fail, since no later step would be better.
   */
  SKIP
}
