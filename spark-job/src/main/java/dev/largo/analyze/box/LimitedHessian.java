package dev.largo.analyze.box;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularMatrixException;

/**
 * The second derivatives as far as the last steps tell of them, in the compact form B = theta I - W
 * M W^T (Byrd, Nocedal and Schnabel 1994; Byrd et al. 1995, section 3), W = [Y, theta S].
 */
final class LimitedHessian {
  private static final double EPSILON = Math.ulp(1.0);

  private final int memory;
  private final List<double[]> steps = new ArrayList<>();
  private final List<double[]> slopes = new ArrayList<>();
  private double theta = 1;
  private RealMatrix middle = new Array2DRowRealMatrix();

  /**
   * Knows nothing: B = I.
   *
   * @param memory steps to remember
   */
  LimitedHessian(int memory) {
    this.memory = memory;
  }

  double theta() {
    return theta;
  }

  /** Columns of W, twice the steps that are remembered. */
  int width() {
    return 2 * steps.size();
  }

  /** Row {@code i} of W. */
  void row(int i, double[] into) {
    int count = steps.size();
    for (int k = 0; k < count; k++) {
      into[k] = slopes.get(k)[i];
      into[count + k] = theta * steps.get(k)[i];
    }
  }

  /** W^T v. */
  double[] transposed(double[] v) {
    int count = steps.size();
    double[] product = new double[2 * count];
    for (int k = 0; k < count; k++) {
      product[k] = Vectors.dot(slopes.get(k), v);
      product[count + k] = theta * Vectors.dot(steps.get(k), v);
    }
    return product;
  }

  /** M v. */
  double[] middle(double[] v) {
    return v.length == 0 ? v : middle.operate(v);
  }

  /** M A. */
  RealMatrix middle(RealMatrix a) {
    return middle.multiply(a);
  }

  /**
   * Learns from a step, unless the function does not curve upwards along it.
   *
   * @param step from one point to the next
   * @param slope the difference of the gradients
   */
  void learn(double[] step, double[] slope) {
    double curvature = Vectors.dot(step, slope);
    double square = Vectors.dot(slope, slope);
    if (curvature <= EPSILON * square) {
      return;
    }
    if (steps.size() == memory) {
      steps.remove(0);
      slopes.remove(0);
    }
    steps.add(step);
    slopes.add(slope);
    theta = square / curvature;
    try {
      middle = Vectors.decomposed(inverseOfMiddle()).getSolver().getInverse();
    } catch (SingularMatrixException e) {
      forget();
    }
  }

  /** Knows nothing again. */
  void forget() {
    steps.clear();
    slopes.clear();
    theta = 1;
  }

  private RealMatrix inverseOfMiddle() {
    int count = steps.size();
    double[][] m = new double[2 * count][2 * count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        double product = Vectors.dot(steps.get(i), slopes.get(j));
        if (i == j) {
          m[i][i] = -product;
        } else {
          m[count + i][j] = product;
          m[j][count + i] = product;
        }
        m[count + i][count + j] = theta * Vectors.dot(steps.get(i), steps.get(j));
        m[count + j][count + i] = m[count + i][count + j];
      }
    }
    return new Array2DRowRealMatrix(m, false);
  }
}
