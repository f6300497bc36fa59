package dev.largo.data;

/**
 * The SplitMix64 generator with its derived draws.
 *
 * <p>Written out here, instead of taken from the JDK, because {@code SplittableRandom} promises no
 * particular sequence, and the order of an epoch must not change with a JDK update. Not for use by
 * several threads.
 */
public final class SplitMix64 {
  private static final double DOUBLE_UNIT = 0x1.0p-53;

  // Of the sum of four uniform draws from 0 to 65535: 4 * 65535 / 2, sqrt(4 * (65536^2 - 1) / 12).
  private static final double NOISE_MEAN = 131070;
  private static final double NOISE_DEVIATION = Math.sqrt((65536.0 * 65536.0 - 1) / 3);

  private long state;

  public SplitMix64(long seed) {
    this.state = seed;
  }

  public long nextLong() {
    state += Seeds.GOLDEN_GAMMA;
    return Seeds.mix64(state);
  }

  /**
   * Uniform in [0, bound), without bias: Lemire, Fast random integer generation in an interval,
   * 2019, algorithm 5.
   */
  public int nextInt(int bound) {
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
  public double nextDouble() {
    return (nextLong() >>> 11) * DOUBLE_UNIT;
  }

  /** Uniform in [low, high). */
  public double nextDouble(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  public boolean nextBoolean() {
    return nextLong() < 0;
  }

  /**
   * Bell-shaped with mean 0 and deviation 1: the sum of four uniform 16-bit numbers, scaled. For
   * noise in pixels, where the tails do not matter and speed does; never beyond 3.47.
   */
  public double nextNoise() {
    long bits = nextLong();
    long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
    return (sum - NOISE_MEAN) / NOISE_DEVIATION;
  }

  /** Normal with mean 0 and deviation 1, by Box and Muller's transform. */
  public double nextGaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * nextDouble());
  }
}
