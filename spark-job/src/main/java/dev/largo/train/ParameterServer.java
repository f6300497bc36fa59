package dev.largo.train;

import dev.largo.collective.Collective;
import dev.largo.config.WireFormat;
import dev.largo.optim.LayerSums;
import dev.largo.optim.Optimizer;
import dev.largo.optim.StateHeader;
import dev.largo.optim.StepContext;
import dev.largo.optim.StepSignals;
import dev.largo.optim.average.WeightAverage;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.numeric.Vectors;
import dev.largo.train.HistogramRecord.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rank's part of the parameter server: it owns the optimizer state of its slice, updates that
 * slice and gives it to the others. With one rank it owns everything.
 *
 * <p>Where parameters travel rounded, the owner of a slice keeps the exact ones beside them:
 * gradients are computed at the rounded ones, all else is about the exact ones.
 */
public final class ParameterServer {
  private final ParameterLayout layout;
  private final Collective collective;
  private final List<Slice> slices;
  private final Optimizer optimizer;
  private final float[] parameters;
  private final float[] gradient;
  private final WireFormat wire;

  /** Null where {@link #parameters} are exact themselves. */
  private final @Nullable ExactSlice exact;

  /**
   * A server that starts from given parameters.
   *
   * @param optimizer over this rank's slice of {@code Slice.partition(layout.size(), worldSize)}
   * @param parameters whole vector; the server owns it from now on
   * @param wire format that the parameters travel in
   */
  public ParameterServer(
      ParameterLayout layout,
      Collective collective,
      Optimizer optimizer,
      float[] parameters,
      WireFormat wire) {
    this.layout = layout;
    this.collective = collective;
    this.optimizer = optimizer;
    this.parameters = parameters;
    slices = Slice.partition(layout.size(), collective.worldSize());
    gradient = new float[slice().length()];
    this.wire = wire;
    exact = wire == WireFormat.FP32 ? null : new ExactSlice(slice(), parameters);
  }

  /** The slice this rank owns. */
  public Slice slice() {
    return slices.get(collective.rank());
  }

  /**
   * The whole vector that gradients are computed at, the same on every rank between steps; only the
   * server writes it. Rounded where parameters travel rounded.
   */
  public float[] parameters() {
    return parameters;
  }

  /**
   * The exact parameters, whole; every rank makes the call. Read-only, and valid until the next
   * update.
   */
  public float[] exactParameters() {
    if (exact == null) {
      return parameters;
    }
    float[] whole = new float[layout.size()];
    exact.copyTo(whole);
    gather(whole);
    return whole;
  }

  /** Has an average take a snapshot of the exact parameters of the slice. */
  void sample(WeightAverage average) {
    if (exact == null) {
      average.add(parameters, slice().from());
    } else {
      average.add(exact.values(), 0);
    }
  }

  /** Where the summed gradient of this rank's slice goes, {@code float[slice().length()]}. */
  public float[] gradient() {
    return gradient;
  }

  /** The updates made so far; the same on every rank. */
  long updates() {
    return optimizer.updates();
  }

  /**
   * How the mean of the summed gradient and the exact parameters are spread, for each segment that
   * is trained; every rank makes the call, before the update.
   *
   * @param lossScale what the loss was multiplied by
   * @param samples samples that the gradient is the sum of
   * @return the same on every rank
   */
  List<HistogramRecord> histograms(long step, double lossScale, int samples) {
    List<Segment> trained = layout.segments().stream().filter(Segment::trainable).toList();
    Slice slice = slice();
    SegmentHistograms histograms = new SegmentHistograms(trained, collective);
    List<Histogram> gradients =
        histograms.of(slice, gradient, 0, 1f / samples * (float) (1 / lossScale));
    List<Histogram> weights =
        exact == null
            ? histograms.of(slice, parameters, slice.from(), 1)
            : histograms.of(slice, exact.values(), 0, 1);
    List<HistogramRecord> records = new ArrayList<>();
    for (int i = 0; i < trained.size(); i++) {
      String name = trained.get(i).name();
      records.add(new HistogramRecord(step, name, Kind.GRADIENT, gradients.get(i)));
      records.add(new HistogramRecord(step, name, Kind.PARAMETER, weights.get(i)));
    }
    return records;
  }

  /**
   * Makes one step with the summed gradient, unless the optimizer skips it.
   *
   * @param rate the learning rate
   * @param lossScale what the loss was multiplied by
   * @param samples samples that the gradient is the sum of
   * @param microBatches micro-batches in it: running statistics are their mean
   * @throws dev.largo.optim.NonFiniteGradientException on every rank, with nothing changed
   */
  public StepSignals update(
      double rate, double lossScale, StepContext.Detail detail, int samples, int microBatches) {
    average(samples, microBatches);
    LayerSums sums = collective::allGather;
    StepContext context = new StepContext(rate, detail, lossScale);
    StepSignals signals =
        exact == null
            ? optimizer.step(parameters, gradient, context, sums)
            : exact.update(parameters, p -> optimizer.step(p, gradient, context, sums));
    if (signals.skipped() == null) {
      collective.allGather(parameters, slices, wire);
    }
    return signals;
  }

  /**
   * The first segment with a parameter that is no finite number where gradients are computed, or
   * null; the same on all ranks.
   */
  public @Nullable Segment firstNonFinite() {
    for (Segment segment : layout.segments()) {
      // Finite exactly where every parameter is: a float32's square is far from float64's end.
      double squares = Vectors.sumOfSquares(parameters, segment.offset(), segment.end());
      if (!Double.isFinite(squares)) {
        return segment;
      }
    }
    return null;
  }

  /**
   * Takes in parameters that come from elsewhere; every rank makes the call.
   *
   * @param own this rank's slice of them
   */
  void replace(float[] own) {
    if (exact != null) {
      throw new IllegalStateException("parameters that travel rounded are not replaced");
    }
    System.arraycopy(own, 0, parameters, slice().from(), own.length);
    gather(parameters);
  }

  /** Completes a whole vector of which every rank has filled its slice. */
  public void gather(float[] vector) {
    collective.allGather(vector, slices, WireFormat.FP32);
  }

  /** What belongs to {@link #state} besides its vectors; the same on every rank. */
  public StateHeader header() {
    return optimizer.header();
  }

  /** Optimizer state of the slice, by name. */
  public Map<String, float[]> state() {
    return optimizer.state();
  }

  /** Puts back what {@link #header} and {@link #state} gave. */
  public void restore(StateHeader header, Map<String, float[]> state) {
    optimizer.restore(header, state);
  }

  private void average(int samples, int microBatches) {
    Slice slice = slice();
    for (Segment segment : layout.segments()) {
      int from = Math.max(segment.offset(), slice.from()) - slice.from();
      int to = Math.min(segment.end(), slice.to()) - slice.from();
      float factor = 1f / (segment.trainable() ? samples : microBatches);
      for (int i = from; i < to; i++) {
        gradient[i] *= factor;
      }
    }
  }
}
