package dev.largo.spark;

import dev.largo.engine.GradientEngine;
import dev.largo.engine.RunningStatistics;
import dev.largo.optim.Parallel;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.train.RunEvents;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;

/** {@code aggregation.mode = driver}: the loop on the driver, which owns all parameters. */
public final class DriverTraining implements TrainingJob {
  private final JavaSparkContext spark;
  private final RunEvents events;
  private final BooleanSupplier stopRequested;

  /**
   * A job on any Spark context.
   *
   * @param stopRequested asked once a step
   */
  public DriverTraining(JavaSparkContext spark, RunEvents events, BooleanSupplier stopRequested) {
    this.spark = spark;
    this.events = events;
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
    Commits.begin(spec, 1, events);
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    try (LocalRun run = LocalRun.open(spec, 1, events, stopRequested);
        Seat seat = run.seat(0)) {
      Outcome outcome =
          TrainingLoop.run(
              spec,
              seat,
              new JobWorkforce(
                  spark,
                  spec,
                  StageResources.ofSettings(spark),
                  stopRequested,
                  seat.badSamples(),
                  seat.activity()),
              layout,
              statistics,
              Parallel.on(threads, cores),
              null, // The ranks' replicas of the network do not train by themselves.
              parameters);
      seat.leave();
      return outcome;
    } finally {
      threads.shutdown();
      WorkerSlot.closeAll(spec.id());
    }
  }
}
