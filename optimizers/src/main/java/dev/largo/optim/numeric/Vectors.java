package dev.largo.optim.numeric;

/**
 * Plain loops over ranges of float arrays: the arithmetic of the transformations.
 *
 * <p>Every product and sum is rounded to float32 by itself (no fused multiply-add), so a result has
 * the same bits with and without vector instructions. Where two arrays are indexed alike the loop
 * has one index and no offset: HotSpot 17 vectorizes it then, and only then, because two different
 * offsets might make the arrays overlap.
 */
public final class Vectors {
  private Vectors() {}

  /** x[i] *= factor for i in [from, to). */
  public static void scale(float[] x, int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      x[i] *= factor;
    }
  }

  /** y[i] += factor * x[i + shift] for i in [from, to). */
  public static void addScaled(float[] y, int from, int to, float factor, float[] x, int shift) {
    if (shift == 0) {
      for (int i = from; i < to; i++) {
        y[i] += factor * x[i];
      }
    } else {
      for (int i = from; i < to; i++) {
        y[i] += factor * x[i + shift];
      }
    }
  }

  /** y[i + shift] -= x[i] for i in [from, to). */
  public static void subtract(float[] y, int shift, float[] x, int from, int to) {
    if (shift == 0) {
      for (int i = from; i < to; i++) {
        y[i] -= x[i];
      }
    } else {
      for (int i = from; i < to; i++) {
        y[i + shift] -= x[i];
      }
    }
  }

  /**
   * Sum of x over [from, to), in float64. Four partial sums, element k of the range going to sum k
   * mod 4 (what is left over behind the last multiple of 4: to the first), then added pairwise.
   */
  public static double sum(float[] x, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
    }
    for (; i < to; i++) {
      s0 += x[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Sum of x[i] * y[i + shift] for i in [from, to), in float64, in the order of {@link #sum}. */
  public static double sumOfProducts(float[] x, int from, int to, float[] y, int shift) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      s0 += (double) x[i] * y[i + shift];
      s1 += (double) x[i + 1] * y[i + 1 + shift];
      s2 += (double) x[i + 2] * y[i + 2 + shift];
      s3 += (double) x[i + 3] * y[i + 3 + shift];
    }
    for (; i < to; i++) {
      s0 += (double) x[i] * y[i + shift];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /**
   * Sum of squares of x over [from, to), in float64.
   *
   * <p>Eight partial sums, element k of the range going to sum k mod 8 (what is left over behind
   * the last multiple of 8: to the first), then added pairwise: an order that depends on the range
   * alone. Finite exactly where every element is finite, since the square of a float32 is far from
   * float64's end.
   */
  public static double sumOfSquares(float[] x, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = from;
    for (; i < to - 7; i += 8) {
      double x0 = x[i];
      double x1 = x[i + 1];
      double x2 = x[i + 2];
      double x3 = x[i + 3];
      double x4 = x[i + 4];
      double x5 = x[i + 5];
      double x6 = x[i + 6];
      double x7 = x[i + 7];
      s0 += x0 * x0;
      s1 += x1 * x1;
      s2 += x2 * x2;
      s3 += x3 * x3;
      s4 += x4 * x4;
      s5 += x5 * x5;
      s6 += x6 * x6;
      s7 += x7 * x7;
    }
    for (; i < to; i++) {
      double rest = x[i];
      s0 += rest * rest;
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
}
