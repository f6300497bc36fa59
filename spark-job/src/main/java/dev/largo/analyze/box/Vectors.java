package dev.largo.analyze.box;

import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/** Sums over vectors in float64, in the order of their elements, and small matrices. */
final class Vectors {
  private static final double SINGULAR = 1e-14;

  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double[] minus(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }

  /** Singular is what is so beside the matrix's own size. */
  static LUDecomposition decomposed(RealMatrix matrix) {
    double largest = 0;
    for (double[] row : matrix.getData()) {
      for (double element : row) {
        largest = Math.max(largest, Math.abs(element));
      }
    }
    return new LUDecomposition(matrix, SINGULAR * largest);
  }

  /** y += a x. */
  static void add(double a, double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] += a * x[i];
    }
  }
}
