package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;

/**
 * The local rate of LARS: eta ||w|| / (||g|| + wd ||w|| + epsilon), and 1 where either norm is 0.
 *
 * <p>You, Gitman and Ginsburg 2017 (arXiv 1708.03888), equation 6 with the weight decay of
 * algorithm 1. It multiplies g + wd w. Other forms divide by ||g + wd w|| or by ||g|| alone. A
 * ratio of 1 for a layer whose norm is 0 lets new biases and zero-initialized scales move.
 *
 * @param trustCoefficient eta, above 0
 * @param weightDecay wd, at least 0
 * @param epsilon at least 0
 */
public record LarsRatio(double trustCoefficient, double weightDecay, double epsilon)
    implements TrustRatio {
  public LarsRatio {
    Check.positive("trustCoefficient", trustCoefficient);
    Check.notNegativeFloat("weightDecay", weightDecay);
    Check.notNegative("epsilon", epsilon);
  }

  @Override
  public Norms norms() {
    return Norms.RAW;
  }

  @Override
  public double of(LayerNorms norms, double learningRate) {
    if (norms.weight() == 0 || norms.gradient() == 0) {
      return 1;
    }
    return trustCoefficient
        * norms.weight()
        / (norms.gradient() + weightDecay * norms.weight() + epsilon);
  }
}
