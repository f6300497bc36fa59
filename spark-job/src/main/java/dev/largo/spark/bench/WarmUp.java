package dev.largo.spark.bench;

/** Rounds before the first that counts: code is compiled, memory and connections are opened. */
final class WarmUp {
  private static final int NUMBERS = 20_000_000;
  private static final int LEAST = 2;
  private static final int MOST = 100;

  private WarmUp() {}

  /** As many as make the compiler see enough numbers. */
  static int rounds(int size) {
    return Math.max(LEAST, Math.min(MOST, NUMBERS / size));
  }
}
