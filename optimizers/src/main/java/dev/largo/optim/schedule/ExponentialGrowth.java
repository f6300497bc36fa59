package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/**
 * rate alpha^(-2 step - 1): what replaces weight decay, exactly, for a scale-invariant network
 * trained by momentum SGD at a constant {@code rate}. alpha is the larger root of x^2 - (1 + m - wd
 * rate) x + m; without momentum 1 - wd rate.
 *
 * <p>Li and Arora 2019 (arXiv 1910.07454), theorem 2.12.
 *
 * @param momentum in [0, 1)
 */
record ExponentialGrowth(double rate, double weightDecay, double momentum) implements Schedule {
  ExponentialGrowth {
    Check.positive("rate", rate);
    Check.notNegative("weightDecay", weightDecay);
    Check.fraction("momentum", momentum);
    double most = StrictMath.pow(1 - Math.sqrt(momentum), 2);
    if (weightDecay * rate > most || weightDecay * rate >= 1) {
      throw new IllegalArgumentException(
          "weightDecay * rate must be at most (1 - sqrt(momentum))^2 = %s and below 1: %s * %s"
              .formatted(most, weightDecay, rate));
    }
  }

  @Override
  public double rate(long step) {
    Check.atLeast(0, "step", step);
    return Growth.within(step, rate * StrictMath.pow(alpha(), -2.0 * step - 1));
  }

  /** At the largest decay that is allowed the roots are equal, up to rounding. */
  private double alpha() {
    double sum = 1 + momentum - weightDecay * rate;
    return (sum + Math.sqrt(Math.max(0, sum * sum - 4 * momentum))) / 2;
  }

  @Override
  public String describe() {
    return rate
        + ", growing by "
        + (StrictMath.pow(alpha(), -2) - 1)
        + " of itself a step, as weight decay "
        + weightDecay
        + " would have it";
  }
}
