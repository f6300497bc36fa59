package dev.largo.optim.numeric;

/** Bounds of constants; a violation is an {@link IllegalArgumentException} with name and value. */
public final class Check {
  private Check() {}

  /** Finite and above 0. */
  public static double positive(String name, double value) {
    return require(value > 0 && Double.isFinite(value), name, "above 0", value);
  }

  /** Finite and at least 0. */
  public static double notNegative(String name, double value) {
    return require(value >= 0 && Double.isFinite(value), name, "at least 0", value);
  }

  /** In [0, 1). */
  public static double fraction(String name, double value) {
    return require(value >= 0 && value < 1, name, "in [0, 1)", value);
  }

  /** In (0, 1]. */
  public static double share(String name, double value) {
    return require(value > 0 && value <= 1, name, "above 0 and at most 1", value);
  }

  /** Finite and above 0, in float32 too. */
  public static double positiveFloat(String name, double value) {
    positive(name, value);
    notNegativeFloat(name, value);
    return require((float) value > 0, name, "above 0 in float32", value);
  }

  /** Finite, in float32 too, and at least 0; may vanish there. */
  public static double notNegativeFloat(String name, double value) {
    notNegative(name, value);
    return require(Float.isFinite((float) value), name, "within float32's range", value);
  }

  /** In [0, 1), in float32 too. */
  public static double fractionFloat(String name, double value) {
    fraction(name, value);
    return require((float) value < 1, name, "below 1 in float32", value);
  }

  /** In (0, 1], in float32 too. */
  public static double shareFloat(String name, double value) {
    share(name, value);
    return require((float) value > 0, name, "above 0 in float32", value);
  }

  /** A count of at least {@code least}. */
  public static long atLeast(long least, String name, long value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
    }
    return value;
  }

  /** A count of at least 0 that was kept as float64. */
  public static long count(String name, double value) {
    boolean whole = value >= 0 && value <= 1L << 53 && value == Math.rint(value);
    return (long) require(whole, name, "a count", value);
  }

  /** Neither NaN nor infinite. */
  public static double finite(String name, double value) {
    return require(Double.isFinite(value), name, "finite", value);
  }

  private static double require(boolean holds, String name, String bound, double value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + bound + ": " + value);
    }
    return value;
  }
}
