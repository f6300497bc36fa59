package dev.largo.study.scaling;

import dev.largo.study.scaling.ScalingCurve.Kind;
import dev.largo.train.StepRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Makes the curves of a fit: the numbers of workers that were measured, then twice as many ... */
public final class ScalingCurves {
  /** Predictions end here. */
  public static final int MOST_WORKERS = 4096;

  private final List<ScalingPoint> fitted;
  private final List<ScalingPoint> points;
  private final @Nullable ScalingModel model;

  private ScalingCurves(ScalingFit fit) {
    fitted = fit.fitted();
    points = new ArrayList<>(fitted);
    points.addAll(fit.leftOut());
    model = fit.model();
  }

  /**
   * Strong scaling at every global batch that was measured with several numbers of workers, else at
   * the largest; then, where there is a model, weak scaling with as many samples a worker as the
   * largest number of workers had that did not share cores.
   */
  public static List<ScalingCurve> of(ScalingFit fit) {
    return new ScalingCurves(fit).curves();
  }

  private List<ScalingCurve> curves() {
    TreeSet<Integer> batches =
        new TreeSet<>(points.stream().map(ScalingPoint::globalBatch).toList());
    if (batches.isEmpty()) {
      return List.of();
    }
    int largest = batches.last();
    batches.removeIf(batch -> batch < largest && counts(Kind.STRONG, batch).size() < 2);
    List<ScalingCurve> curves = new ArrayList<>();
    batches.forEach(batch -> curves.add(curve(Kind.STRONG, batch, counts(Kind.STRONG, batch))));
    if (model != null) {
      TreeSet<Integer> all = new TreeSet<>(points.stream().map(ScalingPoint::workers).toList());
      curves.add(curve(Kind.WEAK, samplesOfAWorker(fitted), all));
    }
    return curves;
  }

  /** Whole micro-batches. */
  private static int samplesOfAWorker(List<ScalingPoint> fitted) {
    ScalingPoint widest =
        fitted.stream()
            .max(
                Comparator.comparingInt(ScalingPoint::workers)
                    .thenComparingInt(ScalingPoint::globalBatch))
            .orElseThrow();
    return widest.globalBatch() / widest.workers() / widest.microBatch() * widest.microBatch();
  }

  private NavigableSet<Integer> counts(Kind kind, int batch) {
    return new TreeSet<>(
        points.stream()
            .filter(p -> p.globalBatch() == kind.globalBatch(batch, p.workers()))
            .map(ScalingPoint::workers)
            .toList());
  }

  private ScalingCurve curve(Kind kind, int batch, NavigableSet<Integer> counts) {
    if (model != null) {
      for (int more = 2 * counts.last(); isPredictable(kind, batch, more); more *= 2) {
        counts.add(more);
      }
    }
    return new ScalingCurve(
        kind, batch, counts.stream().map(count -> row(kind, batch, count)).toList());
  }

  private boolean isPredictable(Kind kind, int batch, int workers) {
    return workers <= MOST_WORKERS
        && kind.globalBatch(batch, workers) / points.get(0).microBatch() >= workers;
  }

  private ScalingRow row(Kind kind, int batch, int workers) {
    int globalBatch = kind.globalBatch(batch, workers);
    List<ScalingPoint> measured =
        points.stream()
            .filter(p -> p.workers() == workers && p.globalBatch() == globalBatch)
            .toList();
    return new ScalingRow(
        workers,
        globalBatch,
        mean(measured),
        measured.stream().anyMatch(ScalingPoint::isOversubscribed),
        model == null ? null : model.predict(workers, globalBatch));
  }

  private static StepRecord.@Nullable Seconds mean(List<ScalingPoint> of) {
    return of.isEmpty()
        ? null
        : new StepRecord.Seconds(
            mean(of, StepRecord.Seconds::data),
            mean(of, StepRecord.Seconds::gradient),
            mean(of, StepRecord.Seconds::reduce),
            mean(of, StepRecord.Seconds::update),
            mean(of, StepRecord.Seconds::total));
  }

  private static double mean(List<ScalingPoint> of, ToDoubleFunction<StepRecord.Seconds> part) {
    return of.stream()
        .mapToDouble(p -> part.applyAsDouble(p.seconds()))
        .average()
        .orElse(Double.NaN);
  }
}
