package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;

/**
 * The local rate of LARS with the norm of the sum: eta ||w|| / (||u|| + epsilon), u being g + wd w,
 * and 1 where either norm is 0.
 *
 * <p>The form of optax and of Facebook's self-supervised learners. By the triangle inequality it is
 * never below {@link LarsRatio}'s; the two are equal where gradient and weights point the same way.
 * With g = 0 it is eta / wd, not 1.
 *
 * @param trustCoefficient eta, above 0
 * @param epsilon at least 0
 */
public record LarsNormOfSumRatio(double trustCoefficient, double epsilon) implements TrustRatio {
  public LarsNormOfSumRatio {
    Check.positive("trustCoefficient", trustCoefficient);
    Check.notNegative("epsilon", epsilon);
  }

  @Override
  public Norms norms() {
    return Norms.UPDATE;
  }

  @Override
  public double of(LayerNorms norms, double learningRate) {
    if (norms.weight() == 0 || norms.update() == 0) {
      return 1;
    }
    return trustCoefficient * norms.weight() / (norms.update() + epsilon);
  }
}
