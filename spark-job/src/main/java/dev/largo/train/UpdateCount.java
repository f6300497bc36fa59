package dev.largo.train;

import dev.largo.optim.StepContext;

/**
 * The updates that were really made. A skipped step is none: moments are corrected for the updates
 * they have seen, and a velocity holds the rate of the last one.
 */
final class UpdateCount {
  private long made;
  private double lastRate;

  /** Updates made. */
  long made() {
    return made;
  }

  /** What the optimizer is told of the next update. */
  StepContext next(double rate, StepContext.Detail detail) {
    return new StepContext(made + 1, rate, made == 0 ? rate : lastRate, detail);
  }

  /** The next update was made. */
  void add(double rate) {
    made++;
    lastRate = rate;
  }

  /** What is remembered; a copy. */
  double[] state() {
    return new double[] {made, lastRate};
  }

  /**
   * Puts back what {@link #state} gave.
   *
   * @throws IllegalArgumentException if the length is wrong
   */
  void restore(double[] state) {
    if (state.length != 2) {
      throw new IllegalArgumentException("update count has " + state.length + " values, not 2");
    }
    made = (long) state[0];
    lastRate = state[1];
  }
}
