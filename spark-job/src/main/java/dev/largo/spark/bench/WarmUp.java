package dev.largo.spark.bench;

/** Rounds of a job before the first that counts: its memory and connections are opened. */
final class WarmUp {
  private static final int NUMBERS = 20_000_000;
  private static final int LEAST = 2;
  private static final int MOST = 100;

  private WarmUp() {}

  /** More of short vectors, whose first rounds are all beginning. */
  static int rounds(int size) {
    return Math.max(LEAST, Math.min(MOST, NUMBERS / size));
  }
}
