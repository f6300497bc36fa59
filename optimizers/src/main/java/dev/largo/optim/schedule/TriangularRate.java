package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/**
 * Rises linearly from {@code min} to {@code max} in {@code halfCycle} steps and falls back in as
 * many, again and again (Smith 2017, arXiv 1506.01186, section 3).
 *
 * @param halfCycle at least 1
 * @param halving whether each cycle rises half as far as the one before (the paper's triangular2)
 */
record TriangularRate(double min, double max, long halfCycle, boolean halving) implements Schedule {
  TriangularRate {
    Check.notNegative("min", min);
    Check.notNegative("max", max);
    Check.atLeast(1, "halfCycle", halfCycle);
    if (min > max) {
      throw new IllegalArgumentException("min must be at most max: min=" + min + ", max=" + max);
    }
  }

  @Override
  public double rate(long step) {
    Check.atLeast(0, "step", step);
    long cycle = step / (2 * halfCycle);
    double position = (double) (step % (2 * halfCycle)) / halfCycle;
    double height = position <= 1 ? position : 2 - position;
    return min + (max - min) * height * (halving ? StrictMath.pow(0.5, (double) cycle) : 1);
  }

  @Override
  public String describe() {
    return "triangles of "
        + 2 * halfCycle
        + " steps between "
        + min
        + " and "
        + max
        + (halving ? ", each half as high as the last" : "");
  }
}
