package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/**
 * A linear rise from {@code from} to the next schedule's first rate, a constant amount each
 * iteration: rate(0) is {@code from}, rate(steps) is the peak (Goyal et al. 2017, section 2.2).
 *
 * <p>Public implementations that make their first update one increment above {@code from}, such as
 * Horovod's example, reach the peak one update earlier.
 *
 * @param steps at least 1
 */
record GradualWarmup(double from, long steps, Schedule next) implements Schedule {
  GradualWarmup {
    Check.notNegative("from", from);
    Check.atLeast(1, "steps", steps);
  }

  @Override
  public double rate(long step) {
    Check.atLeast(0, "step", step);
    if (step >= steps) {
      return next.rate(step - steps);
    }
    return from + (next.rate(0) - from) * step / steps;
  }

  @Override
  public String describe() {
    return "warm-up from " + from + " in " + steps + " steps, then " + next.describe();
  }
}
