package dev.largo.analyze.box;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Minimizes the quadratic model over the variables that a Cauchy point leaves free (Byrd et al.
 * 1995, section 5.1, the direct primal method), then goes back into the box: by projection where
 * that leads downwards, else by a shorter step (Morales and Nocedal 2011).
 */
final class SubspaceStep {
  private SubspaceStep() {}

  /**
   * The point to search towards.
   *
   * @throws org.apache.commons.math3.linear.SingularMatrixException if the model has no minimum
   */
  static double[] from(
      double[] x, double[] gradient, CauchyPoint cauchy, Box box, LimitedHessian hessian) {
    double[] step = free(x, gradient, cauchy, box, hessian);
    double[] projected = cauchy.point().clone();
    Vectors.add(1, step, projected);
    box.clamp(projected);
    if (Vectors.dot(Vectors.minus(projected, x), gradient) < 0) {
      return projected;
    }
    double[] shorter = cauchy.point().clone();
    Vectors.add(Math.min(1, box.reach(shorter, step)), step, shorter);
    box.clamp(shorter);
    return shorter;
  }

  /** From the Cauchy point to the model's minimum over the free variables; others stay. */
  private static double[] free(
      double[] x, double[] gradient, CauchyPoint cauchy, Box box, LimitedHessian hessian) {
    double theta = hessian.theta();
    int width = hessian.width();
    double[] point = cauchy.point();
    double[] mc = hessian.middle(cauchy.c());
    double[] w = new double[width];
    double[] reduced = new double[x.length];
    double[] v = new double[width];
    double[][] n = new double[width][width];
    for (int i = 0; i < x.length; i++) {
      if (box.isInside(point, i)) {
        hessian.row(i, w);
        reduced[i] = gradient[i] + theta * (point[i] - x[i]) - Vectors.dot(w, mc);
        Vectors.add(reduced[i], w, v);
        for (int k = 0; k < width; k++) {
          Vectors.add(w[k] / theta, w, n[k]);
        }
      }
    }
    double[] solved = width == 0 ? v : solve(hessian, n, v);
    double[] step = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      if (box.isInside(point, i)) {
        hessian.row(i, w);
        step[i] = -reduced[i] / theta - Vectors.dot(w, solved) / (theta * theta);
      }
    }
    return step;
  }

  /** (I - M N)^-1 M v. */
  private static double[] solve(LimitedHessian hessian, double[][] n, double[] v) {
    RealMatrix product = hessian.middle(new Array2DRowRealMatrix(n, false)).scalarMultiply(-1);
    for (int k = 0; k < v.length; k++) {
      product.addToEntry(k, k, 1);
    }
    RealVector right = new ArrayRealVector(hessian.middle(v), false);
    return Vectors.decomposed(product).getSolver().solve(right).toArray();
  }
}
