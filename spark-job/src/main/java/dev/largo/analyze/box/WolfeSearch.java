package dev.largo.analyze.box;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Looks along a direction for a step that satisfies the strong Wolfe conditions (Nocedal and Wright
 * 2006, algorithms 3.5 and 3.6), with L-BFGS-B's own constants.
 */
final class WolfeSearch {
  private static final double DECREASE = 1e-3;
  private static final double CURVATURE = 0.9;
  private static final double GROWTH = 4;
  private static final int MOST_EVALUATIONS = 20;

  private final Objective objective;
  private final Box box;
  private final double[] from;
  private final double[] direction;
  private final Place start;
  private int evaluations;

  /**
   * A search.
   *
   * @param value at {@code from}
   * @param direction downwards
   */
  WolfeSearch(
      Objective objective, Box box, double[] from, Objective.Value value, double[] direction) {
    this.objective = objective;
    this.box = box;
    this.from = from;
    this.direction = direction;
    start = place(0, from, value);
  }

  /** A point on the way: how far, the function there, and its slope along the direction. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Place(double step, double[] point, Objective.Value value, double slope) {}

  /** How often the function was computed. */
  int evaluations() {
    return evaluations;
  }

  /**
   * Finds a step, or, when the way ends before the function turns up, the longest one.
   *
   * @param longest step that may be taken
   * @return null if no step leads down
   */
  @Nullable Place search(double longest) throws IOException, InterruptedException {
    Place last = start;
    double step = Math.min(1, longest);
    while (evaluations < MOST_EVALUATIONS) {
      Place place = at(step);
      if (isTooHigh(place) || (last.step() > 0 && place.value().value() >= last.value().value())) {
        return between(last, place);
      }
      if (isFlat(place) || step >= longest) {
        return place;
      }
      if (place.slope() >= 0) {
        return between(place, last);
      }
      last = place;
      step = Math.min(GROWTH * step, longest);
    }
    return last.step() == 0 ? null : last;
  }

  /** Narrows down an interval that holds such a step; the first end is the lower one. */
  private @Nullable Place between(Place low, Place high) throws IOException, InterruptedException {
    while (evaluations < MOST_EVALUATIONS) {
      Place place = at(minimum(low, high));
      if (isTooHigh(place) || place.value().value() >= low.value().value()) {
        high = place;
      } else {
        if (isFlat(place)) {
          return place;
        }
        if (place.slope() * (high.step() - low.step()) >= 0) {
          high = low;
        }
        low = place;
      }
    }
    return low.step() == 0 ? null : low;
  }

  /** Of the cubic through both ends (Nocedal and Wright 2006, equation 3.59), kept off them. */
  private static double minimum(Place low, Place high) {
    double width = high.step() - low.step();
    double d1 =
        low.slope() + high.slope() - 3 * (low.value().value() - high.value().value()) / -width;
    double root = d1 * d1 - low.slope() * high.slope();
    double middle = low.step() + width / 2;
    if (!(root >= 0)) {
      return middle;
    }
    double d2 = Math.signum(width) * Math.sqrt(root);
    double cubic =
        high.step() - width * ((high.slope() + d2 - d1) / (high.slope() - low.slope() + 2 * d2));
    double share = (cubic - low.step()) / width;
    return share > 0.1 && share < 0.9 ? cubic : middle;
  }

  private boolean isTooHigh(Place place) {
    // Also true of a value that is no number.
    return !(place.value().value()
        <= start.value().value() + DECREASE * place.step() * start.slope());
  }

  private boolean isFlat(Place place) {
    return Math.abs(place.slope()) <= -CURVATURE * start.slope();
  }

  private Place at(double step) throws IOException, InterruptedException {
    evaluations++;
    double[] point = from.clone();
    Vectors.add(step, direction, point);
    box.clamp(point);
    return place(step, point, objective.at(point));
  }

  private Place place(double step, double[] point, Objective.Value value) {
    return new Place(step, point, value, Vectors.dot(value.gradient(), direction));
  }
}
