package dev.largo.compare;

import dev.largo.optim.layout.ParameterLayout;
import java.util.List;

/**
 * The plane through three vectors of weights, or the line through two. Distances are over the
 * weights that are trained: running statistics are recomputed wherever one looks.
 */
final class WeightPlane {
  private static final double IN_LINE = 1e-6;

  private final List<float[]> corners;
  private final double[][] places;

  /**
   * A plane.
   *
   * @param corners two or three vectors, all different and not in line; not copied
   * @throws ComparisonException if they are the same or in line
   */
  WeightPlane(ParameterLayout layout, List<float[]> corners) {
    this.corners = List.copyOf(corners);
    places = new double[corners.size()][2];
    double length = distance(0, 1, layout);
    places[1][0] = length;
    if (length == 0) {
      throw new ComparisonException("the weights are the same: no line goes through them");
    }
    if (corners.size() > 2) {
      // The law of cosines has the third corner's place.
      double third = distance(0, 2, layout);
      double opposite = distance(1, 2, layout);
      double along = (third * third + length * length - opposite * opposite) / (2 * length);
      double height = Math.sqrt(Math.max(0, third * third - along * along));
      if (height <= IN_LINE * length) {
        throw new ComparisonException("the three weights are in line: no plane is theirs alone");
      }
      places[2][0] = along;
      places[2][1] = height;
    }
  }

  private double distance(int one, int other, ParameterLayout layout) {
    return Drift.distance(corners.get(one), corners.get(other), layout);
  }

  /** Distance from the first corner to the second. */
  double length() {
    return places[1][0];
  }

  /** Where a corner lies: x, y. */
  double[] place(int corner) {
    return places[corner].clone();
  }

  /** The weights at a place, computed in float64. */
  float[] at(double x, double y) {
    boolean line = corners.size() == 2;
    double third = line ? 0 : y / places[2][1];
    double second = (x - (line ? 0 : third * places[2][0])) / length();
    float[] a = corners.get(0);
    float[] b = corners.get(1);
    float[] c = line ? a : corners.get(2);
    float[] weights = new float[a.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] =
          (float) (a[i] + second * ((double) b[i] - a[i]) + third * ((double) c[i] - a[i]));
    }
    return weights;
  }
}
