package dev.largo.analyze.box;

/**
 * Bounds on variables.
 *
 * @param lower {@code double[n]}, or negative infinity
 * @param upper {@code double[n]}, each at least as large, or infinity
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Box(double[] lower, double[] upper) {
  /**
   * Bounds; the arrays are not copied.
   *
   * @throws IllegalArgumentException if a lower bound is above its upper one, or one is no number
   */
  public Box {
    if (lower.length != upper.length) {
      throw new IllegalArgumentException(
          lower.length + " lower bounds, " + upper.length + " upper");
    }
    for (int i = 0; i < lower.length; i++) {
      if (!(lower[i] <= upper[i])) {
        throw new IllegalArgumentException(
            "variable %d: no number lies between %s and %s".formatted(i, lower[i], upper[i]));
      }
    }
  }

  /** The nearest point in the box, in place. */
  void clamp(double[] point) {
    for (int i = 0; i < point.length; i++) {
      point[i] = Math.min(Math.max(point[i], lower[i]), upper[i]);
    }
  }

  /** How far one can go from a point of the box, in lengths of the direction. */
  double reach(double[] from, double[] direction) {
    double reach = Double.POSITIVE_INFINITY;
    for (int i = 0; i < from.length; i++) {
      if (direction[i] > 0) {
        reach = Math.min(reach, (upper[i] - from[i]) / direction[i]);
      } else if (direction[i] < 0) {
        reach = Math.min(reach, (lower[i] - from[i]) / direction[i]);
      }
    }
    return reach;
  }

  boolean isInside(double[] point, int i) {
    return lower[i] < point[i] && point[i] < upper[i];
  }
}
