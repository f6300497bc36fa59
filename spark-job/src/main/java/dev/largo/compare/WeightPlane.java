package dev.largo.compare;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
import java.util.List;

/**
 * The plane through three vectors of weights, or the line through two; in float64. Distances are
 * over the weights that are trained: running statistics are recomputed wherever one looks.
 */
final class WeightPlane {
  private final ParameterLayout layout;
  private final float[] origin;
  private final double[] right;
  private final double[] up;
  private final double[][] places;

  /**
   * A plane.
   *
   * @param corners two or three vectors, all different and not in line
   * @throws ComparisonException if they are the same or in line
   */
  WeightPlane(ParameterLayout layout, List<float[]> corners) {
    this.layout = layout;
    origin = corners.get(0);
    right = difference(corners.get(1));
    double length = norm(right);
    if (length == 0) {
      throw new ComparisonException("the weights are the same: no line goes through them");
    }
    places = new double[corners.size()][2];
    places[1][0] = length;
    scale(right, 1 / length);
    up = new double[origin.length];
    if (corners.size() > 2) {
      double[] third = difference(corners.get(2));
      places[2][0] = dot(third, right);
      for (int i = 0; i < up.length; i++) {
        up[i] = third[i] - places[2][0] * right[i];
      }
      places[2][1] = norm(up);
      if (places[2][1] <= 1e-6 * norm(third)) {
        throw new ComparisonException("the three weights are in line: no plane is theirs alone");
      }
      scale(up, 1 / places[2][1]);
    }
  }

  /** Distance from the first corner to the second. */
  double length() {
    return places[1][0];
  }

  /** Where a corner lies: x, y. */
  double[] place(int corner) {
    return places[corner].clone();
  }

  /** The weights at a place. */
  float[] at(double x, double y) {
    float[] weights = new float[origin.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (origin[i] + x * right[i] + y * up[i]);
    }
    return weights;
  }

  private double[] difference(float[] corner) {
    double[] difference = new double[origin.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = (double) corner[i] - origin[i];
    }
    return difference;
  }

  private double norm(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  private double dot(double[] one, double[] other) {
    double sum = 0;
    for (Segment segment : layout.segments()) {
      for (int i = segment.offset(); segment.trainable() && i < segment.end(); i++) {
        sum += one[i] * other[i];
      }
    }
    return sum;
  }

  private static void scale(double[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
  }
}
