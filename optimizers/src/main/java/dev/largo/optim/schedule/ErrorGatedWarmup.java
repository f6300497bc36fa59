package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/** {@link AdaptiveRate} on the training error of a step's samples: low until they are learned. */
final class ErrorGatedWarmup implements AdaptiveRate {
  private final double bound;
  private final double low;
  private final double high;
  private boolean passed;

  ErrorGatedWarmup(double bound, double low, double high) {
    this.bound = Check.positive("bound", bound);
    this.low = Check.notNegative("low", low);
    this.high = Check.notNegative("high", high);
  }

  @Override
  public double rate() {
    return passed ? high : low;
  }

  @Override
  public void observe(double error) {
    if (Double.isNaN(error)) {
      throw new IllegalArgumentException("error must not be NaN");
    }
    passed |= error < bound;
  }

  @Override
  public double[] state() {
    return new double[] {passed ? 1 : 0};
  }

  @Override
  public void restore(double[] state) {
    if (state.length != 1) {
      throw new IllegalArgumentException("warm-up state has " + state.length + " values, not 1");
    }
    if (state[0] != 0 && state[0] != 1) {
      throw new IllegalArgumentException("warm-up state must be 0 or 1: " + state[0]);
    }
    passed = state[0] == 1;
  }

  @Override
  public String describe() {
    return low + " until the training error is below " + bound + ", then " + high;
  }
}
