package dev.largo.study.scaling;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.jspecify.annotations.Nullable;

/**
 * Non-negative least squares: the coefficients x, none below 0, with the least |Ax - b|.
 *
 * <p>At the minimum x is the ordinary least-squares solution over those columns where it is not 0
 * (Lawson and Hanson, 1974, chapter 23). A part of a step has three columns at most, so all sets of
 * them are tried: exact, and with no iteration that may end too soon.
 */
final class NonNegativeFit {
  /** What counts as dependent, or as no better, beside 1. */
  private static final double TOLERANCE = 1e-10;

  private final RealMatrix columns;
  private final double[] norms;
  private final RealVector values;

  private NonNegativeFit(double[][] rows, double[] values) {
    columns = new Array2DRowRealMatrix(rows);
    norms = new double[columns.getColumnDimension()];
    for (int column = 0; column < norms.length; column++) {
      norms[column] = columns.getColumnVector(column).getNorm();
    }
    this.values = new ArrayRealVector(values);
  }

  /**
   * The coefficients. Where several do as well, as with columns that depend on each other, those
   * with fewer that are not 0.
   *
   * @param rows of A, at least one, all of the same length
   * @param values b, one a row
   */
  static double[] of(double[][] rows, double[] values) {
    return new NonNegativeFit(rows, values).best();
  }

  private double[] best() {
    int count = norms.length;
    double[] best = new double[count];
    double least = values.dotProduct(values);
    double noBetter = TOLERANCE * least;
    for (int size = 1; size <= count; size++) {
      for (int set = 1; set < 1 << count; set++) {
        double[] found = Integer.bitCount(set) == size ? solve(set) : null;
        double residual = found == null ? Double.NaN : residual(found);
        if (found != null && residual < least - noBetter) {
          best = found;
          least = residual;
        }
      }
    }
    return best;
  }

  /** Least squares over a set of columns; null where they are dependent or one is negative. */
  private double @Nullable [] solve(int set) {
    int size = Integer.bitCount(set);
    if (size > values.getDimension()) {
      return null;
    }
    RealMatrix chosen = new Array2DRowRealMatrix(values.getDimension(), size);
    for (int column = 0, at = 0; column < norms.length; column++) {
      if ((set >> column & 1) == 1) {
        if (norms[column] == 0) {
          return null;
        }
        chosen.setColumnVector(at++, columns.getColumnVector(column).mapDivide(norms[column]));
      }
    }
    DecompositionSolver solver = new QRDecomposition(chosen, TOLERANCE).getSolver();
    if (!solver.isNonSingular()) {
      return null;
    }
    RealVector solution = solver.solve(values);
    double[] all = new double[norms.length];
    for (int column = 0, at = 0; column < norms.length; column++) {
      if ((set >> column & 1) == 1) {
        all[column] = solution.getEntry(at++) / norms[column];
        if (all[column] < 0) {
          return null;
        }
      }
    }
    return all;
  }

  private double residual(double[] coefficients) {
    RealVector rest = columns.operate(new ArrayRealVector(coefficients)).subtract(values);
    return rest.dotProduct(rest);
  }
}
