package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/**
 * (1 - t) max + t min with t = (step mod cycle + 1) / cycle: a linear fall in each cycle, whose
 * last update is made at {@code min}; an SWA sample is taken right after it.
 *
 * <p>Izmailov et al. 2018 (arXiv 1803.05407), section 3.2, whose iterations count from 1.
 *
 * @param cycle length in steps, at least 1
 */
record CyclicalRate(double max, double min, long cycle) implements Schedule {
  CyclicalRate {
    Check.notNegative("max", max);
    Check.notNegative("min", min);
    Check.atLeast(1, "cycle", cycle);
    if (min > max) {
      throw new IllegalArgumentException("min must be at most max: min=" + min + ", max=" + max);
    }
  }

  @Override
  public double rate(long step) {
    Check.atLeast(0, "step", step);
    double t = (step % cycle + 1.0) / cycle;
    return (1 - t) * max + t * min;
  }

  @Override
  public String describe() {
    return "cycles of " + cycle + " steps from " + max + " to " + min;
  }
}
