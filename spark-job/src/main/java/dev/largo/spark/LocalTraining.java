package dev.largo.spark;

import dev.largo.train.RunEvents;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;

/** {@code aggregation.mode = all-reduce} where all workers share the driver's JVM. */
public final class LocalTraining implements TrainingJob {
  private final BarrierJob job;
  private final RunEvents events;
  private final BooleanSupplier stopRequested;

  /**
   * A job on a Spark context whose tasks run in this JVM.
   *
   * @param stopRequested asked once a step
   */
  public LocalTraining(JavaSparkContext spark, RunEvents events, BooleanSupplier stopRequested) {
    job = new BarrierJob(spark);
    this.events = events;
    this.stopRequested = stopRequested;
  }

  @Override
  public Outcome run(RunSpec spec, float[] parameters) throws IOException, InterruptedException {
    Commits.begin(spec, spec.workers(), events);
    try (LocalRun run = LocalRun.open(spec, spec.workers(), events, stopRequested)) {
      try {
        return job.run(spec, parameters);
      } catch (SparkException | RuntimeException e) {
        Throwable first = run.group().failure();
        throw TaskFailure.unwrap(first == null ? e : first);
      }
    }
  }
}
