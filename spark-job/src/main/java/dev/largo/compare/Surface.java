package dev.largo.compare;

import java.util.List;

/**
 * Losses on a line or a plane through trained weights (Izmailov et al. 2018, section 3; Garipov et
 * al. 2018, appendix A.1).
 *
 * <p>On a line x is 0 at the first weights and 1 at the second. On a plane x and y are Euclidean
 * distances in weight space from the first weights: x towards the second, y at right angles to
 * that.
 *
 * @param run names of the runs that the weights come from
 * @param corners the weights that it goes through, two or three
 * @param trainingSamples training samples that the training loss is of, and batch-norm statistics
 * @param points where losses were taken, row by row
 */
public record Surface(String run, List<Corner> corners, long trainingSamples, List<Point> points) {
  /** Weights that it goes through, and where they lie. */
  public record Corner(String name, double x, double y) {}

  /**
   * Losses, in nats, and shares of samples that are wrong, in [0, 1].
   *
   * @param x along the line, or to the right on the plane
   * @param y 0 on a line
   */
  public record Point(
      double x,
      double y,
      double trainLoss,
      double trainError,
      double validationLoss,
      double validationError) {}

  public Surface {
    corners = List.copyOf(corners);
    points = List.copyOf(points);
  }

  /** Whether it is a line. */
  public boolean isLine() {
    return corners.size() == 2;
  }
}
