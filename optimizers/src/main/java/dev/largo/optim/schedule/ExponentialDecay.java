package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/**
 * max(end, peak factor^(step / interval)); with stairs the exponent is rounded down.
 *
 * @param factor above 0; above 1 the rate grows
 * @param interval steps in which the rate is multiplied by {@code factor} once, at least 1
 * @param end bound that the rate does not fall below
 */
record ExponentialDecay(double peak, double factor, long interval, boolean stairs, double end)
    implements Schedule {
  ExponentialDecay {
    Check.notNegative("peak", peak);
    Check.positive("factor", factor);
    Check.atLeast(1, "interval", interval);
    Check.notNegative("end", end);
  }

  @Override
  public double rate(long step) {
    Check.atLeast(0, "step", step);
    double intervals = (double) step / interval;
    double power = StrictMath.pow(factor, stairs ? Math.floor(intervals) : intervals);
    return Math.max(end, Growth.within(step, peak * power));
  }

  @Override
  public String describe() {
    return peak
        + ", times "
        + factor
        + (stairs ? " after every " : " in ")
        + interval
        + " steps"
        + (end > 0 ? ", not below " + end : "");
  }
}
