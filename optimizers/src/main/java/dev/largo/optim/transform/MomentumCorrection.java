package dev.largo.optim.transform;

/** What becomes of a velocity that has the rate inside of it when the rate changes. */
public enum MomentumCorrection {
  /** It keeps the rates it was made with. */
  NONE,
  /**
   * It is multiplied by the quotient of the rates, so that the trajectory is the one with the rate
   * outside of the velocity (Goyal et al. 2017, arXiv 1706.02677, remark 2), as long as no rate is
   * 0. An update at a rate of 0 loses the velocity, as in MXNet: with the rate inside there is
   * nothing left of it that a later quotient could bring back.
   */
  RATE_QUOTIENT;

  /**
   * The factor of the velocity. At a rate of 0 in the step before the quotient has no value; the
   * velocity is 0 then, and any factor the same.
   */
  double factor(double momentum, double learningRate, double previousLearningRate) {
    return this == NONE || previousLearningRate == 0
        ? momentum
        : momentum * (learningRate / previousLearningRate);
  }
}
