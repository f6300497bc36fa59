package dev.largo.config;

import java.math.BigDecimal;

/**
 * The numbers that a key may have; always finite.
 *
 * @param max infinite: no upper bound
 */
record Range(double min, Bound lower, double max, Bound upper) {
  static final Range ABOVE_0 =
      new Range(0, Bound.EXCLUDED, Double.POSITIVE_INFINITY, Bound.EXCLUDED);
  static final Range AT_LEAST_0 =
      new Range(0, Bound.INCLUDED, Double.POSITIVE_INFINITY, Bound.EXCLUDED);

  /** At least 0 and below 1. */
  static final Range FRACTION = new Range(0, Bound.INCLUDED, 1, Bound.EXCLUDED);

  /** Whether a bound itself is allowed. */
  enum Bound {
    INCLUDED,
    EXCLUDED
  }

  boolean contains(double value) {
    boolean high = lower == Bound.INCLUDED ? value >= min : value > min;
    boolean low = upper == Bound.INCLUDED ? value <= max : value < max;
    return high && low;
  }

  /** The range in words, to follow "a number". */
  @Override
  public String toString() {
    if (lower == Bound.INCLUDED && upper == Bound.INCLUDED) {
      return "from " + plain(min) + " to " + plain(max);
    }
    String from = (lower == Bound.INCLUDED ? "of at least " : "above ") + plain(min);
    String to = (upper == Bound.INCLUDED ? " and at most " : " and below ");
    return Double.isInfinite(max) ? from : from + to + plain(max);
  }

  private static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
