package dev.largo.data;

/**
 * The SplitMix64 generator with its derived draws.
 *
 * <p>Written out here, instead of taken from the JDK, because {@code SplittableRandom} promises no
 * particular sequence, and the order of an epoch must not change with a JDK update. Not for use by
 * several threads.
 */
final class SplitMix64 {
  private static final double DOUBLE_UNIT = 0x1.0p-53;

  private long state;

  SplitMix64(long seed) {
    this.state = seed;
  }

  long nextLong() {
    state += Seeds.GOLDEN_GAMMA;
    return Seeds.mix64(state);
  }

  /**
   * Uniform in [0, bound), without bias: Lemire, Fast random integer generation in an interval,
   * 2019, algorithm 5.
   */
  int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be at least 1: " + bound);
    }
    long product = (nextLong() >>> 32) * bound;
    if ((product & 0xFFFFFFFFL) < bound) {
      long threshold = (1L << 32) % bound;
      while ((product & 0xFFFFFFFFL) < threshold) {
        product = (nextLong() >>> 32) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  /** Uniform in [0, 1). */
  double nextDouble() {
    return (nextLong() >>> 11) * DOUBLE_UNIT;
  }

  /** Uniform in [low, high). */
  double nextDouble(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  boolean nextBoolean() {
    return nextLong() < 0;
  }

  /** Normal with mean 0 and deviation 1 by Marsaglia's polar method, one of the pair used. */
  double nextGaussian() {
    double u;
    double s;
    do {
      u = nextDouble(-1, 1);
      double v = nextDouble(-1, 1);
      s = u * u + v * v;
    } while (s >= 1 || s == 0);
    return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
  }
}
