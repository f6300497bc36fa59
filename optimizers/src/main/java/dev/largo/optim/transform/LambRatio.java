package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;

/**
 * The trust ratio of LAMB: phi(||w||) / ||u|| with phi(z) = min(max(z, lower), upper), and 1 where
 * either norm is 0.
 *
 * <p>You et al. 2020 (arXiv 1904.00962), algorithm 2. The paper leaves the bounds open; public
 * implementations take none, or 0 and 10.
 *
 * @param lower at least 0
 * @param upper at least {@code lower}, above 0; may be infinite
 */
public record LambRatio(double lower, double upper) implements TrustRatio {
  /** phi(z) = z. */
  public static final LambRatio UNBOUNDED = new LambRatio(0, Double.POSITIVE_INFINITY);

  public LambRatio {
    Check.notNegative("lower", lower);
    if (!(upper > 0 && upper >= lower)) {
      throw new IllegalArgumentException(
          "upper must be above 0 and at least lower: lower=" + lower + ", upper=" + upper);
    }
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
    return Math.min(Math.max(norms.weight(), lower), upper) / norms.update();
  }
}
