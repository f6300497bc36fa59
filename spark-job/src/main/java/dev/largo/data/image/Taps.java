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

  int[] first = new int[0];
  int[] count = new int[0];

  /** Weights of new pixel i from {@code i * most} on. */
  int[] weights = new int[0];

  /** Most old pixels of a new one. */
  int most;

  private double[] exact = new double[0];
  private int size;

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
    this.most = (int) Math.ceil(2 * support) + 2;
    reserve(size, most);
    int least = (int) start;
    int end = Math.min(limit, (int) Math.ceil(start + length));
    for (int i = 0; i < size; i++) {
      double centre = start + (cut + i + 0.5) * scale;
      int from = Math.max(least, (int) (centre - support + 0.5));
      int to = Math.min(end, (int) (centre + support + 0.5));
      first[i] = Math.min(from, end - 1);
      count[i] = triangle(first[i], Math.max(to, first[i] + 1), centre, support, i * most);
    }
  }

  /** First old pixel of any. */
  int from() {
    return first[0];
  }

  /** One past the last old pixel of any. */
  int to() {
    return first[size - 1] + count[size - 1];
  }

  private void reserve(int size, int most) {
    if (first.length < size) {
      first = new int[size];
      count = new int[size];
    }
    if (weights.length < size * most) {
      weights = new int[size * most];
    }
    if (exact.length < most) {
      exact = new double[most];
    }
  }

  /** Writes weights; returns how many, without those at the end that came to 0. */
  private int triangle(int from, int to, double centre, double support, int at) {
    int taps = to - from;
    double sum = 0;
    for (int k = 0; k < taps; k++) {
      exact[k] = Math.max(0, 1 - Math.abs(from + k + 0.5 - centre) / support);
      sum += exact[k];
    }
    if (sum == 0) {
      weights[at] = ONE;
      return 1;
    }
    double reached = 0;
    int given = 0;
    int last = 0;
    for (int k = 0; k < taps; k++) {
      reached += exact[k];
      int upTo = (int) (reached / sum * ONE + 0.5);
      weights[at + k] = upTo - given;
      if (upTo > given) {
        last = k;
      }
      given = upTo;
    }
    return last + 1;
  }
}
