package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/**
 * end + (peak - end) (1 - min(step, steps)/steps)^power; power 2 is the LARS paper's.
 *
 * @param power above 0
 * @param steps at which the end is reached, at least 1
 */
record PolynomialDecay(double peak, double end, double power, long steps) implements Schedule {
  PolynomialDecay {
    Check.notNegative("peak", peak);
    Check.notNegative("end", end);
    Check.positive("power", power);
    Check.atLeast(1, "steps", steps);
  }

  @Override
  public double rate(long step) {
    Check.atLeast(0, "step", step);
    double left = 1 - (double) Math.min(step, steps) / steps;
    return end + (peak - end) * StrictMath.pow(left, power);
  }

  @Override
  public String describe() {
    return "polynomial of power "
        + power
        + " from "
        + peak
        + " to "
        + end
        + " in "
        + steps
        + " steps";
  }
}
