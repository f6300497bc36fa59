package dev.largo.analyze.box;

import java.io.IOException;
import java.util.function.IntConsumer;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.jspecify.annotations.Nullable;

/**
 * L-BFGS-B: minimizes a smooth function in a box (Byrd, Lu, Nocedal and Zhu, "A limited memory
 * algorithm for bound constrained optimization", 1995; the projection of version 3.0).
 *
 * <p>As in their code the first step goes no further than the model's minimum; the search along a
 * direction is Nocedal and Wright's instead of Moré and Thuente's, and the only end besides the
 * number of iterations is that nothing decreases.
 *
 * <p>Our own since the one that Spark brings, Breeze's, takes functions that cannot be written in
 * Java, and the others are not under a permissive licence.
 */
public final class BoxMinimizer {
  /** As in the authors' code. */
  private static final int MEMORY = 10;

  /** A relative decrease at which it ends: 1e7 units in the last place. */
  private static final double LEAST_DECREASE = 1e7 * Math.ulp(1.0);

  private BoxMinimizer() {}

  /**
   * Where a minimization ended.
   *
   * @param point in the box
   * @param value there
   * @param startValue at the start
   * @param iterations steps that were taken
   * @param evaluations how often the function was computed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Result(
      double[] point, double value, double startValue, int iterations, int evaluations) {}

  /**
   * Goes downwards from a point.
   *
   * @param start copied, and moved into the box first
   * @param iterations at most; it ends before if nothing decreases any more
   * @param done told of each further iteration
   * @throws IOException what the function throws
   */
  public static Result minimize(
      Objective objective, Box box, double[] start, int iterations, IntConsumer done)
      throws IOException, InterruptedException {
    LimitedHessian hessian = new LimitedHessian(MEMORY);
    double[] x = start.clone();
    box.clamp(x);
    Objective.Value value = objective.at(x);
    double startValue = value.value();
    int evaluations = 1;
    int taken = 0;
    while (taken < iterations) {
      double[] direction = direction(x, value.gradient(), box, hessian);
      WolfeSearch search = new WolfeSearch(objective, box, x, value, direction);
      double reach = box.reach(x, direction);
      WolfeSearch.@Nullable Place place =
          Vectors.dot(direction, value.gradient()) < 0
              ? search.search(taken == 0 ? Math.min(1, reach) : reach)
              : null;
      evaluations += search.evaluations();
      if (place == null && hessian.width() > 0) {
        // What is remembered misleads: once more down the slope itself.
        hessian.forget();
        continue;
      }
      if (place == null) {
        break;
      }
      double[] next = place.point();
      hessian.learn(
          Vectors.minus(next, x), Vectors.minus(place.value().gradient(), value.gradient()));
      double before = value.value();
      x = next;
      value = place.value();
      done.accept(++taken);
      double scale = Math.max(1, Math.max(Math.abs(before), Math.abs(value.value())));
      if (before - value.value() <= LEAST_DECREASE * scale) {
        break;
      }
    }
    return new Result(x, value.value(), startValue, taken, evaluations);
  }

  private static double[] direction(
      double[] x, double[] gradient, Box box, LimitedHessian hessian) {
    try {
      CauchyPoint cauchy = CauchyPoint.of(x, gradient, box, hessian);
      return Vectors.minus(SubspaceStep.from(x, gradient, cauchy, box, hessian), x);
    } catch (SingularMatrixException e) {
      hessian.forget();
      CauchyPoint cauchy = CauchyPoint.of(x, gradient, box, hessian);
      return Vectors.minus(SubspaceStep.from(x, gradient, cauchy, box, hessian), x);
    }
  }
}
