package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/**
 * peak / (1 + slope step)^power: the 1/t rule of stochastic approximation (Robbins and Monro 1951)
 * for power 1.
 */
record InverseTimeDecay(double peak, double slope, double power) implements Schedule {
  InverseTimeDecay {
    Check.notNegative("peak", peak);
    Check.notNegative("slope", slope);
    Check.notNegative("power", power);
  }

  @Override
  public double rate(long step) {
    Check.atLeast(0, "step", step);
    return peak * StrictMath.pow(1 + slope * step, -power);
  }

  @Override
  public String describe() {
    return peak + " / (1 + " + slope + " step)" + (power == 1 ? "" : "^" + power);
  }
}
