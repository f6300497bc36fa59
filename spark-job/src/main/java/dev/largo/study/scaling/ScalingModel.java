package dev.largo.study.scaling;

import dev.largo.train.StepRecord;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What a step costs W workers, part by part:
 *
 * <pre>
 * data      d S              what the read-ahead does not hide
 * gradient  c S + g          S samples of the worker that has most
 * reduce    V (a/W + b (W-1)/W) + p (W-1)     reduce-scatter of V vectors a worker, small gathers
 * update    e/W + f (W-1)/W + q (W-1)         the optimizer on a slice, all-gather, check
 * </pre>
 *
 * <p>b and f are what a vector costs on the wire, and whatever else is the same for any number of
 * workers above one, such as latency; p and q what each further worker costs, since an exchange is
 * one message to each: the alpha of an alpha-beta model, as Largo's exchanges have it (all to all,
 * in one round). Costs that vary with chance, as the wait for the slowest of many, are not in it.
 *
 * @param microBatch samples of a micro-batch, by which a step is shared out
 */
public record ScalingModel(
    int microBatch, PartCost data, PartCost gradient, PartCost reduce, PartCost update) {
  private static final List<Term> DATA = List.of(Term.SAMPLE);
  private static final List<Term> GRADIENT = List.of(Term.SAMPLE, Term.STEP);
  private static final List<Term> REDUCE = List.of(Term.SUM_SLICE, Term.SUM_EXCHANGE, Term.PEER);
  private static final List<Term> UPDATE = List.of(Term.SLICE, Term.EXCHANGE, Term.PEER);

  /**
   * Fits the costs to measured steps by non-negative least squares, errors counting relative to the
   * whole step.
   *
   * @param points of one micro-batch size, at least one
   */
  static ScalingModel fitted(List<ScalingPoint> points) {
    PartCost data = fit(points, DATA, p -> p.load().own(), p -> p.seconds().data());
    PartCost gradient = fit(points, GRADIENT, p -> p.load().own(), p -> p.seconds().gradient());
    double perSample = data.of(Term.SAMPLE) + gradient.of(Term.SAMPLE);
    return new ScalingModel(
        points.get(0).microBatch(),
        data,
        gradient,
        fit(points, REDUCE, ScalingPoint::load, p -> p.seconds().reduce() - waited(p, perSample)),
        fit(points, UPDATE, ScalingPoint::load, p -> p.seconds().update()));
  }

  /** Rank 0 waits in its first exchange for whoever has more samples. */
  private static double waited(ScalingPoint point, double perSample) {
    return perSample * (point.load().samples() - point.load().ownSamples());
  }

  private static PartCost fit(
      List<ScalingPoint> points,
      List<Term> terms,
      Function<ScalingPoint, StepLoad> loads,
      ToDoubleFunction<ScalingPoint> seconds) {
    double[][] rows = new double[points.size()][terms.size()];
    double[] values = new double[points.size()];
    for (int i = 0; i < values.length; i++) {
      ScalingPoint point = points.get(i);
      StepLoad load = loads.apply(point);
      double step = point.seconds().total();
      for (int t = 0; t < terms.size(); t++) {
        rows[i][t] = terms.get(t).of(load) / step;
      }
      values[i] = seconds.applyAsDouble(point) / step;
    }
    return PartCost.of(terms, NonNegativeFit.of(rows, values));
  }

  /** Most workers that find something to do. */
  public int mostWorkers(int globalBatch) {
    return globalBatch / microBatch;
  }

  /**
   * Where a step's time goes, on the worker that has most to do.
   *
   * @param workers 1 to {@link #mostWorkers}, each with a core or GPU like those measured
   * @param globalBatch samples of the step, a multiple of the micro-batch
   * @throws IllegalArgumentException if there are too many workers
   */
  public StepRecord.Seconds predict(int workers, int globalBatch) {
    StepLoad load = StepLoad.of(workers, globalBatch, microBatch);
    double dataSeconds = data.of(load);
    double gradientSeconds = gradient.of(load);
    double reduceSeconds = reduce.of(load);
    double updateSeconds = update.of(load);
    return new StepRecord.Seconds(
        dataSeconds,
        gradientSeconds,
        reduceSeconds,
        updateSeconds,
        dataSeconds + gradientSeconds + reduceSeconds + updateSeconds);
  }
}
