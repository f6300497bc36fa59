package dev.largo.spark;

import dev.largo.collective.SharedMemoryGroup;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.RunningStatistics;
import dev.largo.optim.Parallel;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.train.RunMonitor;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;

/** {@code aggregation.mode = driver}: the loop on the driver, which owns all parameters. */
public final class DriverTraining implements TrainingJob {
  private final JavaSparkContext spark;
  private final RunMonitor monitor;
  private final BooleanSupplier stopRequested;

  /**
   * A job on any Spark context.
   *
   * @param stopRequested asked once a step
   */
  public DriverTraining(JavaSparkContext spark, RunMonitor monitor, BooleanSupplier stopRequested) {
    this.spark = spark;
    this.monitor = monitor;
    this.stopRequested = stopRequested;
  }

  @Override
  public Outcome run(RunSpec spec, float[] parameters) throws IOException, InterruptedException {
    ParameterLayout layout;
    RunningStatistics statistics;
    try (GradientEngine engine = Workers.engine(spec)) {
      layout = engine.layout();
      statistics = engine.runningStatistics();
    }
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    try {
      return TrainingLoop.run(
          spec,
          SharedMemoryGroup.solo(),
          new JobWorkforce(spark, spec, stopRequested),
          layout,
          statistics,
          Parallel.on(threads, cores),
          parameters,
          monitor);
    } finally {
      threads.shutdown();
      WorkerSlot.closeAll(spec.id());
    }
  }
}
