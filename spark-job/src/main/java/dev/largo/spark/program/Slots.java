package dev.largo.spark.program;

import dev.largo.config.AggregationMode;
import dev.largo.config.LargoConfig;
import dev.largo.spark.ExecutorWatch;
import java.time.Duration;
import org.apache.spark.api.java.JavaSparkContext;

/** How many workers a program's Spark context has room for. */
final class Slots {
  /** How long a cluster may take to grant slots. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Slots() {}

  /**
   * The world size of a run.
   *
   * @throws TrainingFailedException if there are too few slots for the workers that are asked for
   */
  static int workers(LargoConfig config, JavaSparkContext spark, ExecutorWatch executors)
      throws InterruptedException {
    if (config.workers().isAuto()) {
      int most = config.mostWorkers();
      int slots =
          spark.isLocal()
              ? executors.await(1, PATIENCE, () -> false)
              : executors.awaitAll(most, PATIENCE, () -> false);
      return Math.max(1, Math.min(slots, most));
    }
    int workers = config.workers().count();
    boolean jobsQueue = config.aggregation().mode() == AggregationMode.DRIVER;
    Duration patience = spark.isLocal() ? Duration.ZERO : PATIENCE;
    int slots = executors.await(jobsQueue ? 1 : workers, patience, () -> false);
    if (slots < workers && !jobsQueue) {
      throw new TrainingFailedException(
          "workers = %d: %s has %d task slots; set workers to %d or fewer"
              .formatted(workers, spark.master(), slots, slots));
    }
    return workers;
  }
}
