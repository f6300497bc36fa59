package dev.largo.train;

import dev.largo.collective.PartialSums;
import dev.largo.config.WireFormat;
import dev.largo.data.BadSample;
import dev.largo.data.EpochOrder;
import dev.largo.data.InputClock;
import dev.largo.data.MicroBatch;
import dev.largo.data.MicroBatchPrefetcher;
import dev.largo.data.MicroBatchReader;
import dev.largo.data.MicroBatchRequest;
import dev.largo.data.SampleOrder;
import dev.largo.data.Seeds;
import dev.largo.engine.ActivationObserver;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.Score;
import dev.largo.optim.layout.Segment;
import dev.largo.train.HistogramRecord.Kind;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One rank's engine and data. A step's micro-batches are shared out by their numbers; which samples
 * and which random numbers a micro-batch holds depends on (seed, step, number) alone.
 */
public final class Worker implements AutoCloseable {
  /** Micro-batches read while one is computed on. */
  private static final int AHEAD = 2;

  private static final long NONE = -1;

  private final TrainingPlan plan;
  private final int rank;
  private final int worldSize;
  private final GradientEngine engine;
  private final TrainingData data;
  private final SampleOrder order;
  private final PartialSums sums;
  private final Runnable onClose;

  private @Nullable MicroBatchPrefetcher ahead;
  private long nextStep = NONE;
  private int badSamplesTold;
  private InputClock.Times input = InputClock.shared().times();

  /**
   * A worker, which owns its engine.
   *
   * @param parameters length of the flat vector
   */
  public Worker(
      TrainingPlan plan,
      int rank,
      int worldSize,
      int parameters,
      GradientEngine engine,
      TrainingData data) {
    this(
        plan,
        rank,
        worldSize,
        new PartialSums(parameters, plan.config().aggregation().wire()),
        engine,
        data,
        engine::close);
  }

  private Worker(
      TrainingPlan plan,
      int rank,
      int worldSize,
      PartialSums sums,
      GradientEngine engine,
      TrainingData data,
      Runnable onClose) {
    this.onClose = onClose;
    this.plan = plan;
    this.rank = rank;
    this.worldSize = worldSize;
    this.engine = engine;
    this.data = data;
    order = SampleOrder.of(plan.config().data().shuffle(), data.training(), plan.config().seed());
    this.sums = sums;
  }

  /**
   * A worker that trains alone by a plan of its own, with this one's engine and data; while it does
   * this one rests, and gives up its read-ahead. Closing it leaves the engine open.
   */
  Worker alone(TrainingPlan own) {
    return inPlaceOf(own, 0, 1);
  }

  /**
   * The same in the place of a rank among others, whose share of each step is its own. Workers made
   * of one use the same memory for a step's sums.
   */
  Worker inPlaceOf(TrainingPlan own, int otherRank, int ranks) {
    stopReading();
    WireFormat wire = own.config().aggregation().wire();
    PartialSums shared = sums.wire() == wire ? sums : new PartialSums(sums.size(), wire);
    return new Worker(own, otherRank, ranks, shared, engine, data, () -> {});
  }

  /**
   * Sums the gradients of this rank's micro-batches of a step.
   *
   * @param step the step after the last one, or any other, at the price of a restarted read-ahead
   * @param lossScale what the loss is multiplied by
   */
  public GradientShare computeShare(long step, double lossScale, float[] parameters)
      throws IOException, InterruptedException {
    Range share = share(plan.config().batch().microBatches());
    MicroBatchPrefetcher batches = batchesFrom(step, share);
    // A step that fails half-way leaves a read-ahead that no later step can use.
    nextStep = NONE;
    engine.setParameters(parameters);
    sums.clear();
    double[] losses = new double[share.length()];
    double[] squares = plan.recordsLayersAt(step) ? new double[share.length()] : null;
    List<HistogramRecord> activations = new ArrayList<>();
    ActivationObserver recording =
        (layer, values) ->
            activations.add(
                new HistogramRecord(step, layer, Kind.ACTIVATION, Histogram.of(values)));
    long correct = 0;
    InputClock.Times before = input;
    long dataNanos = 0;
    long gradientNanos = 0;
    for (int number = share.from(); number < share.to(); number++) {
      long asked = System.nanoTime();
      MicroBatch batch = batches.take();
      long got = System.nanoTime();
      long seed = Seeds.mix(plan.config().seed(), step, number);
      boolean records = number == 0 && plan.recordsHistogramsAt(step);
      Score score =
          engine.computeGradient(
              batch, seed, lossScale, records ? recording : ActivationObserver.NONE);
      losses[number - share.from()] = score.loss();
      correct += score.top1();
      FloatBuffer gradient = engine.gradientVector();
      sums.add(number, gradient);
      if (squares != null) {
        squares[number - share.from()] = square(gradient) / (lossScale * lossScale);
      }
      dataNanos += got - asked;
      gradientNanos += System.nanoTime() - got;
    }
    nextStep = step + 1;
    input = InputClock.shared().times();
    return new GradientShare(
        sums,
        losses,
        squares,
        correct,
        dataNanos / 1e9,
        gradientNanos / 1e9,
        input.slowestSince(before),
        activations);
  }

  /** Does this rank's share of a pass. */
  public double[] run(Pass pass, float[] parameters) throws IOException, InterruptedException {
    engine.setParameters(parameters);
    return pass.run(this);
  }

  /** Samples that this JVM has skipped, but for those that this worker has told of. */
  public List<BadSample> newBadSamples() {
    List<BadSample> news = data.badSamples().after(badSamplesTold);
    badSamplesTold += news.size();
    return news;
  }

  /** Has {@link #newBadSamples} begin again, where what it told may have been lost. */
  public void tellAgain() {
    badSamplesTold = 0;
  }

  /** The replica, holding the parameters of the step or pass at hand. */
  public GradientEngine engine() {
    return engine;
  }

  /** This rank's share of {@code count} numbered things. */
  public Range share(int count) {
    return Range.share(count, rank, worldSize);
  }

  /** Samples in the validation set. */
  public int validationSamples() {
    return data.validation().size();
  }

  /** Classes that the sets tell apart. */
  public int classes() {
    return data.validation().classNames().size();
  }

  /** Samples in the training set. */
  public int trainingSamples() {
    return data.training().size();
  }

  /** Micro-batches that {@code samples} fill; the last may be smaller. */
  public int batches(int samples) {
    return (samples + microBatch() - 1) / microBatch();
  }

  /**
   * Validation samples in natural order, in micro-batches of which the last may be smaller.
   *
   * @param numbers which of the micro-batches
   */
  public MicroBatchPrefetcher validationBatches(Range numbers) {
    return batches(
        numbers,
        validationSamples(),
        data.validationReader(),
        (first, count) -> (reader, into) -> reader.readPlain(first, count, into));
  }

  /**
   * {@code samples} training samples, as {@link #validationBatches}: not augmented, in a random
   * order that is the same every time, since files are often sorted by class.
   */
  public MicroBatchPrefetcher plainTrainingBatches(Range numbers, int samples) {
    long seed = plan.config().seed();
    int[] mixed = EpochOrder.permutation(trainingSamples(), seed, 0);
    return batches(
        numbers,
        samples,
        data.trainingReader(seed),
        (first, count) -> (reader, into) -> reader.readPlain(mixed, first, count, into));
  }

  @Override
  public void close() {
    stopReading();
    onClose.run();
  }

  /** Squared norm over the weights that are trained. */
  private double square(FloatBuffer gradient) {
    double sum = 0;
    for (Segment segment : engine.layout().segments()) {
      for (int i = segment.offset(); segment.trainable() && i < segment.end(); i++) {
        double g = gradient.get(gradient.position() + i);
        sum += g * g;
      }
    }
    return sum;
  }

  private void stopReading() {
    if (ahead != null) {
      ahead.close();
      ahead = null;
    }
  }

  private int microBatch() {
    return plan.config().batch().micro();
  }

  /** A request for {@code count} samples from {@code first} on. */
  private interface Requests {
    MicroBatchRequest samples(int first, int count);
  }

  private MicroBatchPrefetcher batches(
      Range numbers, int samples, MicroBatchReader reader, Requests requests) {
    int micro = microBatch();
    return new MicroBatchPrefetcher(
        IntStream.range(numbers.from(), numbers.to())
            .mapToObj(n -> requests.samples(n * micro, Math.min(micro, samples - n * micro)))
            .iterator(),
        reader,
        micro,
        AHEAD);
  }

  private MicroBatchPrefetcher batchesFrom(long step, Range share) {
    if (ahead != null && step == nextStep) {
      return ahead;
    }
    stopReading();
    ahead =
        new MicroBatchPrefetcher(
            new MicroBatchNumbers(plan, order, share, step),
            data.trainingReader(plan.config().seed()),
            microBatch(),
            AHEAD);
    return ahead;
  }
}
