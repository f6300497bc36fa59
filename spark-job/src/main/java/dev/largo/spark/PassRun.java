package dev.largo.spark;

import dev.largo.average.BatchNormRefresher;
import dev.largo.data.BadSample;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.RunningStatistics;
import dev.largo.evaluate.ModelVectors;
import dev.largo.train.Activity;
import dev.largo.train.Workforce;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Workers that train nothing: passes over the data of a run, each of them a Spark job. */
public final class PassRun implements AutoCloseable {
  private final JavaSparkContext spark;
  private final RunSpec spec;
  private final Workforce workforce;
  private final List<Broadcast<float[]>> shared = new ArrayList<>();

  /**
   * Passes over a run's data.
   *
   * @param badSamples told of samples that were skipped
   */
  public PassRun(JavaSparkContext spark, RunSpec spec, Consumer<BadSample> badSamples) {
    this.spark = spark;
    this.spec = spec;
    workforce = new JobWorkforce(spark, spec, () -> false, badSamples, new Activity());
  }

  /** Whoever makes the passes. */
  public Workforce workforce() {
    return workforce;
  }

  /**
   * Recomputes the batch-norm statistics of weights that are a mean of others.
   *
   * @param samples training samples, in the pass's order; 0: all
   */
  public void refresh(float[] parameters, int samples) throws IOException, InterruptedException {
    RunningStatistics statistics;
    try (GradientEngine engine = Workers.engine(spec)) {
      statistics = engine.runningStatistics();
    }
    new BatchNormRefresher(statistics).refresh(workforce, parameters, samples);
  }

  /** Gives a model to all workers; the caller need not keep it. */
  public void share(float[] parameters) {
    shared.add(spark.broadcast(parameters));
  }

  /** The models that were shared, in their order. */
  public ModelVectors shared() {
    return new BroadcastModels(shared);
  }

  @Override
  public void close() {
    shared.forEach(Broadcast::destroy);
    WorkerSlot.closeAll(spec.id());
  }
}
