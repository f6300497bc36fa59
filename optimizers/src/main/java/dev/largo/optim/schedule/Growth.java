package dev.largo.optim.schedule;

/** The end of rates that grow without bound. */
final class Growth {
  private Growth() {}

  /** The rate, if an optimizer can still use it. */
  static double within(long step, double rate) {
    if (!(rate <= Float.MAX_VALUE)) {
      throw new IllegalStateException(
          "the rate has grown beyond float32 at step " + step + ": " + rate);
    }
    return rate;
  }
}
