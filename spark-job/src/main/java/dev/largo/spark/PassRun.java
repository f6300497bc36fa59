package dev.largo.spark;

import dev.largo.average.BatchNormRefresher;
import dev.largo.compare.Surveyor;
import dev.largo.data.BadSample;
import dev.largo.engine.GradientEngine;
import dev.largo.evaluate.ModelVectors;
import dev.largo.optim.layout.ParameterLayout;
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
  private final ParameterLayout layout;
  private final BatchNormRefresher refresher;
  private final List<Broadcast<float[]>> shared = new ArrayList<>();

  /**
   * Passes over a run's data.
   *
   * @param resources of a worker
   * @param badSamples told of samples that were skipped
   */
  public PassRun(
      JavaSparkContext spark,
      RunSpec spec,
      StageResources resources,
      Consumer<BadSample> badSamples)
      throws IOException {
    this.spark = spark;
    this.spec = spec;
    workforce = new JobWorkforce(spark, spec, resources, () -> false, badSamples, new Activity());
    try (GradientEngine engine = Workers.engine(spec)) {
      layout = engine.layout();
      refresher = new BatchNormRefresher(engine.runningStatistics());
    }
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
    refresher.refresh(workforce, parameters, samples);
  }

  /** Takes losses on lines and planes through weights. */
  public Surveyor surveyor(int trainingSamples) {
    return new Surveyor(workforce, layout, refresher, trainingSamples);
  }

  /** How the parameters lie in the flat vector. */
  public ParameterLayout layout() {
    return layout;
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
