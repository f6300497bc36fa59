package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/** The same rate at every step. */
record ConstantRate(double rate) implements Schedule {
  ConstantRate {
    Check.notNegative("rate", rate);
  }

  @Override
  public double rate(long step) {
    Check.atLeast(0, "step", step);
    return rate;
  }

  @Override
  public String describe() {
    return "constant " + rate;
  }
}
