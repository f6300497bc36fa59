package dev.largo.train;

import dev.largo.config.BatchConfig;
import dev.largo.optim.LayerSignal;
import dev.largo.optim.noise.NoiseEstimate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes records of steps, with their times, and hands them to the monitor. */
public final class StepReporter {
  private static final double NANOS = 1e9;

  /** Share of a step from which on a wait for samples is worth a word. */
  static final double WAITING = 0.1;

  private final TrainingPlan plan;
  private final RunMonitor monitor;
  private long started;

  /** A reporter to a monitor. */
  public StepReporter(TrainingPlan plan, RunMonitor monitor) {
    this.plan = plan;
    this.monitor = monitor;
  }

  void start() {
    started = System.nanoTime();
  }

  void finish(
      long step, double rate, @Nullable Double lossScale, StepWork work, StepUpdate update) {
    double total = (System.nanoTime() - started) / NANOS;
    double updateSeconds =
        Math.max(0, total - work.dataSeconds() - work.gradientSeconds() - work.reduceSeconds());
    int samples = plan.config().batch().global();
    monitor.step(
        new StepRecord(
            step,
            plan.epochAfter(step),
            work.lossSum() / samples,
            rate,
            samples,
            update.gradientNorm(),
            samples / total,
            lossScale,
            update.skipped(),
            new StepRecord.Seconds(
                work.dataSeconds(),
                work.gradientSeconds(),
                work.reduceSeconds(),
                updateSeconds,
                total),
            work.dataSeconds() > WAITING * total ? work.inputBottleneck() : null,
            (double) work.correct() / samples,
            noise(work, update)));
    if (!update.layers().isEmpty()) {
      List<LayerRecord> layers = new ArrayList<>();
      for (LayerSignal s : update.layers()) {
        layers.add(
            new LayerRecord(
                step,
                s.layer(),
                s.weightNorm(),
                s.gradientNorm(),
                s.trustRatio(),
                s.localLearningRate(),
                s.updateRatio()));
      }
      monitor.layers(layers);
    }
    List<HistogramRecord> histograms = new ArrayList<>(work.activations());
    histograms.addAll(update.histograms());
    if (!histograms.isEmpty()) {
      monitor.histograms(histograms);
    }
  }

  /** From the mean gradients of single micro-batches and of all of them together. */
  private @Nullable NoiseEstimate noise(StepWork work, StepUpdate update) {
    BatchConfig batch = plan.config().batch();
    if (work.squares() == null || batch.microBatches() == 1) {
      return null;
    }
    double big = update.gradientNorm() * update.gradientNorm();
    double small = work.squares() / batch.microBatches() / ((double) batch.micro() * batch.micro());
    return Double.isFinite(small + big)
        ? NoiseEstimate.of(batch.micro(), small, batch.global(), big)
        : null;
  }
}
