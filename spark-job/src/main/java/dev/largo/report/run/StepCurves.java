package dev.largo.report.run;

import dev.largo.optim.noise.NoiseScale;
import dev.largo.record.RunRecords;
import dev.largo.train.StepRecord;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What {@code metrics.jsonl} says, each figure over the steps. */
final class StepCurves {
  private static final int POINTS = 600;

  /** Estimates are noisy themselves: about the last twenty are averaged. */
  private static final double NOISE_DECAY = 0.95;

  private final long width;
  private final Map<Measure, Buckets> curves = new EnumMap<>(Measure.class);
  private final Buckets noiseScale;
  private final NoiseScale noise = new NoiseScale(NOISE_DECAY);
  private final Map<String, Long> bottlenecks = new TreeMap<>();
  private long count;
  private long skipped;
  private double seconds;
  private @Nullable StepRecord last;

  /** What a step tells. */
  enum Measure {
    LOSS(StepRecord::loss),
    TOP1(StepRecord::top1),
    LEARNING_RATE(StepRecord::learningRate),
    GRADIENT_NORM(StepRecord::gradientNorm),
    LOSS_SCALE(step -> step.lossScale() == null ? Double.NaN : step.lossScale()),
    IMAGES_PER_SECOND(StepRecord::imagesPerSecond),
    DATA(step -> step.seconds().data()),
    GRADIENT(step -> step.seconds().gradient()),
    REDUCE(step -> step.seconds().reduce()),
    UPDATE(step -> step.seconds().update()),
    OTHER(StepCurves::other),
    TOTAL(step -> step.seconds().total());

    @SuppressWarnings("ImmutableEnumChecker") // Reads a record.
    private final ToDoubleFunction<StepRecord> of;

    Measure(ToDoubleFunction<StepRecord> of) {
      this.of = of;
    }
  }

  private StepCurves(long width) {
    this.width = width;
    noiseScale = new Buckets(width);
    for (Measure measure : Measure.values()) {
      curves.put(measure, new Buckets(width));
    }
  }

  /** Reads the steps of a run through. */
  static StepCurves read(RunRecords records) throws IOException {
    StepCurves steps = new StepCurves(Buckets.width(records.lastStep(), POINTS));
    records.steps(steps::add);
    return steps;
  }

  private void add(StepRecord step) {
    curves.forEach((measure, buckets) -> buckets.add(step.step(), measure.of.applyAsDouble(step)));
    if (step.noise() != null) {
      noise.add(step.noise());
      double scale = noise.average().noiseScale();
      noiseScale.add(step.step(), scale > 0 ? scale : Double.NaN);
    }
    count++;
    skipped += step.skipped() ? 1 : 0;
    seconds += step.seconds().total();
    if (step.bottleneck() != null) {
      bottlenecks.merge(step.bottleneck(), 1L, Long::sum);
    }
    last = step;
  }

  private static double other(StepRecord step) {
    StepRecord.Seconds seconds = step.seconds();
    double known = seconds.data() + seconds.gradient() + seconds.reduce() + seconds.update();
    return Math.max(0, seconds.total() - known);
  }

  /** Steps of a bucket; 1 where every step is shown. */
  long width() {
    return width;
  }

  Buckets of(Measure measure) {
    return Objects.requireNonNull(curves.get(measure));
  }

  /** The gradient noise scale in samples, of averaged estimates; empty where there are none. */
  Buckets noiseScale() {
    return noiseScale;
  }

  /** Whether the run has told any number of this. */
  boolean has(Measure measure) {
    return of(measure).all().stream().anyMatch(bucket -> Double.isFinite(bucket.median()));
  }

  /** The middle one of the buckets' medians; NaN without any. */
  double typical(Measure measure) {
    double[] medians =
        of(measure).all().stream()
            .mapToDouble(Buckets.Bucket::median)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    return medians.length == 0 ? Double.NaN : medians[medians.length / 2];
  }

  /** Steps on record. */
  long count() {
    return count;
  }

  long skipped() {
    return skipped;
  }

  /** What all steps took. */
  double seconds() {
    return seconds;
  }

  /** In how many steps the wait for samples was long, by what they waited for. */
  Map<String, Long> bottlenecks() {
    return bottlenecks;
  }

  @Nullable StepRecord last() {
    return last;
  }

  /** Steps of an epoch; NaN before the first. */
  double perEpoch() {
    return last == null ? Double.NaN : last.step() / last.epoch();
  }
}
