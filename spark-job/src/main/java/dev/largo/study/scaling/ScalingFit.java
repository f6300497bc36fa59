package dev.largo.study.scaling;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A cost model, what it rests on, and how far it can be trusted.
 *
 * @param fitted cells that the model was fitted to, or would have been
 * @param leftOut cells with more threads than the machine has cores
 * @param model null where there are fewer than {@link #LEAST_COUNTS} numbers of workers: a reduce
 *     has three unknowns
 * @param error the largest error of a step's time among the fitted cells, as a share of the
 *     measured one; NaN without a model
 * @param heldOutError the same for the largest number of workers, of a model fitted to the cells of
 *     the smaller ones; NaN where those are too few
 */
public record ScalingFit(
    List<ScalingPoint> fitted,
    List<ScalingPoint> leftOut,
    @Nullable ScalingModel model,
    double error,
    double heldOutError) {
  /** Numbers of workers that a fit needs. */
  public static final int LEAST_COUNTS = 3;

  public ScalingFit {
    fitted = List.copyOf(fitted);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Fits a model as far as the cells allow.
   *
   * @param points of one network, optimizer, micro-batch and machine
   */
  public static ScalingFit of(List<ScalingPoint> points) {
    List<ScalingPoint> sound = points.stream().filter(p -> !p.isOversubscribed()).toList();
    List<ScalingPoint> leftOut = points.stream().filter(ScalingPoint::isOversubscribed).toList();
    if (counts(sound) < LEAST_COUNTS) {
      return new ScalingFit(sound, leftOut, null, Double.NaN, Double.NaN);
    }
    ScalingModel model = ScalingModel.fitted(sound);
    return new ScalingFit(sound, leftOut, model, worst(model, sound), heldOutError(sound));
  }

  private static double heldOutError(List<ScalingPoint> points) {
    int most = points.stream().mapToInt(ScalingPoint::workers).max().orElseThrow();
    List<ScalingPoint> smaller = points.stream().filter(p -> p.workers() < most).toList();
    return counts(smaller) < LEAST_COUNTS
        ? Double.NaN
        : worst(
            ScalingModel.fitted(smaller),
            points.stream().filter(p -> p.workers() == most).toList());
  }

  private static int counts(List<ScalingPoint> points) {
    return new TreeSet<>(points.stream().map(ScalingPoint::workers).toList()).size();
  }

  private static double worst(ScalingModel model, List<ScalingPoint> points) {
    return points.stream().mapToDouble(p -> Math.abs(error(model, p))).max().orElseThrow();
  }

  /** By how much a predicted step takes longer than the measured one, as a share of that. */
  static double error(ScalingModel model, ScalingPoint point) {
    double measured = point.seconds().total();
    return model.predict(point.workers(), point.globalBatch()).total() / measured - 1;
  }
}
