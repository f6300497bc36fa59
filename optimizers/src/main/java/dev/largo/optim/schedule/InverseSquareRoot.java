package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/**
 * factor width^-0.5 min(t^-0.5, t warmup^-1.5) with t = step + 1: linear warm-up, then the inverse
 * square root (Vaswani et al. 2017, arXiv 1706.03762, equation 3).
 *
 * @param width the model's width, at least 1
 * @param warmup steps to the peak, at least 1
 */
record InverseSquareRoot(double factor, long width, long warmup) implements Schedule {
  InverseSquareRoot {
    Check.positive("factor", factor);
    Check.atLeast(1, "width", width);
    Check.atLeast(1, "warmup", warmup);
  }

  @Override
  public double rate(long step) {
    Check.atLeast(0, "step", step);
    double t = step + 1.0;
    return factor
        * StrictMath.pow((double) width, -0.5)
        * Math.min(StrictMath.pow(t, -0.5), t * StrictMath.pow((double) warmup, -1.5));
  }

  @Override
  public String describe() {
    return "warm-up to "
        + rate(warmup - 1)
        + " in "
        + warmup
        + " steps, then falling with the square root of the step";
  }
}
