package dev.largo.spark;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.largo.data.BadSample;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.RecoveryRecord;
import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;
import org.jspecify.annotations.Nullable;

/**
 * How a run gets on, as the source {@code largo} of the driver in Spark's metrics system: whatever
 * sinks are configured there (Prometheus, JMX, Graphite, CSV, the servlet of the Spark UI) see it.
 * A figure that there is not yet, or no longer, is NaN; recoveries and bad samples are those of
 * this process.
 */
public final class RunMetrics implements RunMonitor, Source, AutoCloseable {
  private static final String NAME = "largo";

  private final MetricsSystem system;
  private final String name;
  private final MetricRegistry registry = new MetricRegistry();
  private final Counter recoveries = registry.counter("recoveries");
  private final Set<String> badSamples = ConcurrentHashMap.newKeySet();
  private volatile @Nullable StepRecord step;
  private volatile @Nullable EvaluationRecord evaluation;

  private RunMetrics(MetricsSystem system, String name) {
    this.system = system;
    this.name = name;
    ofStep("step", StepRecord::step);
    ofStep("epoch", StepRecord::epoch);
    ofStep("loss", StepRecord::loss);
    ofStep("top1", StepRecord::top1);
    ofStep("learning_rate", StepRecord::learningRate);
    ofStep("global_batch", StepRecord::globalBatch);
    ofStep("gradient_norm", StepRecord::gradientNorm);
    ofStep("images_per_second", StepRecord::imagesPerSecond);
    ofStep("seconds.data", s -> s.seconds().data());
    ofStep("seconds.gradient", s -> s.seconds().gradient());
    ofStep("seconds.reduce", s -> s.seconds().reduce());
    ofStep("seconds.update", s -> s.seconds().update());
    ofStep("seconds.total", s -> s.seconds().total());
    gauge("bad_samples", badSamples::size);
    ofEvaluation("validation.top1", EvaluationRecord::top1);
    ofEvaluation("validation.loss", EvaluationRecord::loss);
  }

  /**
   * A source that is known to Spark until it is closed.
   *
   * @param run which of several runs at once it is; null: there is but one
   */
  public static RunMetrics register(JavaSparkContext spark, @Nullable String run) {
    MetricsSystem system = spark.sc().env().metricsSystem();
    // Spark removes all sources whose names begin alike: cell-1 must not be the beginning of
    // cell-10.
    RunMetrics metrics = new RunMetrics(system, run == null ? NAME : NAME + "." + run + ".run");
    synchronized (system) { // Its list of sources is not made for several threads.
      system.registerSource(metrics);
    }
    return metrics;
  }

  @Override
  public String sourceName() {
    return name;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  @Override
  public void step(StepRecord made) {
    step = made;
  }

  /** Only of single checkpoints: averages are evaluated beside them. */
  @Override
  public void evaluation(EvaluationRecord made) {
    if (made.weights().equals(EvaluationRecord.CHECKPOINT)) {
      evaluation = made;
    }
  }

  @Override
  public void recovered(RecoveryRecord recovery) {
    recoveries.inc();
  }

  @Override
  public void badSample(BadSample sample) {
    badSamples.add(sample.sample());
  }

  /** What is on record no longer is shown no longer. */
  @Override
  public void rewound(long to) {
    if (step != null && step.step() > to) {
      step = null;
    }
    if (evaluation != null && evaluation.step() > to) {
      evaluation = null;
    }
  }

  /** Sinks that ask every few seconds see the last figures too. */
  @Override
  public void close() {
    system.report();
    synchronized (system) {
      system.removeSource(this);
    }
  }

  private void ofStep(String name, ToDoubleFunction<StepRecord> value) {
    gauge(
        name,
        () -> {
          StepRecord last = step;
          return last == null ? Double.NaN : value.applyAsDouble(last);
        });
  }

  private void ofEvaluation(String name, ToDoubleFunction<EvaluationRecord> value) {
    gauge(
        name,
        () -> {
          EvaluationRecord last = evaluation;
          return last == null ? Double.NaN : value.applyAsDouble(last);
        });
  }

  private void gauge(String name, Gauge<? extends Number> gauge) {
    registry.register(name, gauge);
  }
}
