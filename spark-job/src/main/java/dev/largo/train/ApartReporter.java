package dev.largo.train;

import dev.largo.collective.Collective;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the records of a run's steps out of those of models that have trained apart. */
final class ApartReporter {
  private static final int PER_STEP = 3;

  private final TrainingPlan plan;
  private final Collective collective;
  private final List<LocalModel> models;
  private final RunMonitor monitor;
  private long started;
  private boolean startedAnew;

  /**
   * A reporter.
   *
   * @param models this rank's
   */
  ApartReporter(
      TrainingPlan plan, Collective collective, List<LocalModel> models, RunMonitor monitor) {
    this.plan = plan;
    this.collective = collective;
    this.models = models;
    this.monitor = monitor;
  }

  /** A step begins; the first since a report starts the clock. */
  void start() {
    if (!startedAnew) {
      started = System.nanoTime();
      startedAnew = true;
    }
  }

  /**
   * Tells of the steps since the last report; every rank makes the call. Loss, gradient norm and
   * accuracy are means over all models, in their order; layers and histograms are the first
   * model's; each step has the same part of the time.
   */
  void report() {
    List<List<StepRecord>> own = models.stream().map(LocalModel::takeSteps).toList();
    int steps = own.get(0).size();
    double seconds = (System.nanoTime() - started) / 1e9 / steps;
    startedAnew = false;
    double[] numbers = new double[own.size() * steps * PER_STEP];
    int at = 0;
    for (List<StepRecord> records : own) {
      for (StepRecord record : records) {
        numbers[at++] = record.loss();
        numbers[at++] = record.gradientNorm();
        numbers[at++] = record.top1();
      }
    }
    double[] gathered = collective.allGather(numbers);
    for (int i = 0; i < steps; i++) {
      int step = i;
      monitor.step(
          record(
              own.stream().map(records -> records.get(step)).toList(),
              means(gathered, steps, i),
              seconds));
    }
    List<List<LayerRecord>> layers = models.stream().map(LocalModel::takeLayers).toList();
    byStep(layers.get(0), LayerRecord::step).forEach(monitor::layers);
    List<List<HistogramRecord>> histograms =
        models.stream().map(LocalModel::takeHistograms).toList();
    byStep(histograms.get(0), HistogramRecord::step).forEach(monitor::histograms);
  }

  private static <T> Collection<List<T>> byStep(List<T> records, Function<T, Long> step) {
    return records.stream()
        .collect(Collectors.groupingBy(step, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  private double[] means(double[] all, int steps, int step) {
    int count = plan.config().aggregation().models();
    double[] means = new double[PER_STEP];
    for (int model = 0; model < count; model++) {
      for (int i = 0; i < PER_STEP; i++) {
        means[i] += all[(model * steps + step) * PER_STEP + i] / count;
      }
    }
    return means;
  }

  private StepRecord record(List<StepRecord> own, double[] means, double seconds) {
    StepRecord first = own.get(0);
    double data = 0;
    double gradient = 0;
    double update = 0;
    for (StepRecord one : own) {
      data += one.seconds().data();
      gradient += one.seconds().gradient();
      update += one.seconds().update();
    }
    int samples = plan.config().batch().global();
    return new StepRecord(
        first.step(),
        first.epoch(),
        means[0],
        first.learningRate(),
        samples,
        means[1],
        samples / seconds,
        null,
        false,
        new StepRecord.Seconds(
            data, gradient, Math.max(0, seconds - data - gradient - update), update, seconds),
        data > StepReporter.WAITING * seconds ? bottleneck(own) : null,
        means[2],
        null);
  }

  private static @Nullable String bottleneck(List<StepRecord> own) {
    return own.stream()
        .map(StepRecord::bottleneck)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
