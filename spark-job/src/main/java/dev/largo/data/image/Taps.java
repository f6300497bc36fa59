package dev.largo.data.image;

/**
 * For each new pixel along one axis, the old ones that it is made of: a triangle-weighted mean over
 * a support that grows with the reduction.
 *
 * <p>Weights are integers that add up to 256; a weight's rounding is carried to its neighbour, so
 * that smooth parts stay exact however many old pixels there are.
 */
final class Taps {
  /** What the weights of a new pixel add up to. */
  static final int ONE = 256;

  /** Tap k of new pixel i is old pixel {@code from() + at[k][i]}. */
  int[][] at = new int[0][0];

  /** Weight of tap k of new pixel i; 0 where the pixel has fewer taps than others. */
  int[][] weight = new int[0][0];

  /** Taps of the new pixel that has most. */
  int count;

  private double[] exact = new double[0];
  private int size;
  private int from;
  private int to;

  /**
   * Computes them.
   *
   * @param start where the rectangle begins, in old pixels
   * @param length of the rectangle, in old pixels
   * @param scaled what the rectangle is scaled to, in new pixels
   * @param cut first new pixel wanted
   * @param size new pixels wanted
   * @param limit number of old pixels there are
   */
  void set(double start, double length, int scaled, int cut, int size, int limit) {
    double scale = length / scaled;
    double support = Math.max(1, scale);
    this.size = size;
    this.count = 1;
    reserve((int) Math.ceil(2 * support) + 2);
    int least = (int) start;
    int end = Math.min(limit, (int) Math.ceil(start + length));
    for (int i = 0; i < size; i++) {
      double centre = start + (cut + i + 0.5) * scale;
      int first = Math.min(Math.max(least, (int) (centre - support + 0.5)), end - 1);
      int last = Math.max(Math.min(end, (int) (centre + support + 0.5)), first + 1);
      if (i == 0) {
        from = first;
      }
      to = first + triangle(i, first, last - first, centre, support);
    }
  }

  /** First old pixel of any. */
  int from() {
    return from;
  }

  /** One past the last old pixel of any. */
  int to() {
    return to;
  }

  private void reserve(int most) {
    if (at.length < most || at[0].length < size) {
      at = new int[most][size];
      weight = new int[most][size];
      exact = new double[most];
    }
  }

  /** Sets the taps of a new pixel; returns how many, without those at the end that came to 0. */
  private int triangle(int i, int first, int taps, double centre, double support) {
    double sum = 0;
    for (int k = 0; k < taps; k++) {
      exact[k] = Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / support);
      sum += exact[k];
    }
    double reached = 0;
    int given = 0;
    int used = 1;
    for (int k = 0; k < taps; k++) {
      reached += exact[k];
      int upTo = sum > 0 ? (int) (reached / sum * ONE + 0.5) : ONE;
      weight[k][i] = upTo - given;
      at[k][i] = first + k - from;
      if (upTo > given) {
        used = k + 1;
      }
      given = upTo;
    }
    for (int k = used; k < at.length; k++) {
      weight[k][i] = 0;
      at[k][i] = first - from;
    }
    count = Math.max(count, used);
    return used;
  }
}
