package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/**
 * end + (peak - end) (1 + cos(pi min(step, steps)/steps)) / 2 (Loshchilov and Hutter 2017, one
 * period).
 *
 * @param steps at which the end is reached, at least 1
 */
record CosineDecay(double peak, double end, long steps) implements Schedule {
  CosineDecay {
    Check.notNegative("peak", peak);
    Check.notNegative("end", end);
    Check.atLeast(1, "steps", steps);
  }

  @Override
  public double rate(long step) {
    Check.atLeast(0, "step", step);
    double done = (double) Math.min(step, steps) / steps;
    return end + (peak - end) * (1 + StrictMath.cos(Math.PI * done)) / 2;
  }

  @Override
  public String describe() {
    return "cosine from " + peak + " to " + end + " in " + steps + " steps";
  }
}
