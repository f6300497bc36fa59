package dev.largo.command;

import dev.largo.config.AggregationMode;
import dev.largo.config.LargoConfig;
import dev.largo.spark.ExecutorWatch;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Waits until a cluster has granted the slots that a run begins with. Without this a run on a
 * cluster that has none to grant would stand still without a word.
 */
final class ExecutorWait {
  /** Key of Spark's configuration: how long, such as 10min. */
  static final String KEY = "spark.largo.executorWait";

  private static final Duration DEFAULT = Duration.ofMinutes(5);
  private static final Duration SILENT = Duration.ofSeconds(5);

  private final JavaSparkContext spark;
  private final ExecutorWatch executors;
  private final Console console;
  private final BooleanSupplier stopRequested;

  /**
   * A wait on a cluster.
   *
   * @param stopRequested ends it
   */
  ExecutorWait(
      JavaSparkContext spark,
      ExecutorWatch executors,
      Console console,
      BooleanSupplier stopRequested) {
    this.spark = spark;
    this.executors = executors;
    this.console = console;
    this.stopRequested = stopRequested;
  }

  /**
   * Waits, and counts.
   *
   * @param runs at once, each with as many workers
   * @return the world size that the run begins with
   * @throws RequestException if too few slots have come in time
   * @throws NoExecutorException if none have
   */
  int workersOf(LargoConfig config, int runs) throws InterruptedException {
    if (config.workers().isAuto()) {
      require(1);
      int most = config.mostWorkers();
      int slots = executors.awaitAll(most, patience(), stopRequested);
      return Math.max(1, Math.min(slots, most));
    }
    // Ranks that share the reduction must all run at once; jobs of driver mode can queue.
    boolean all = config.aggregation().mode() != AggregationMode.DRIVER;
    int workers = config.workers().count();
    await(all ? workers * runs : 1);
    return workers;
  }

  /**
   * Waits for slots, unless executors come only with the work: under dynamic allocation.
   *
   * @param least what there must be
   * @throws RequestException if too few have come in time
   * @throws NoExecutorException if none have
   */
  void await(int least) throws InterruptedException {
    if (!spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
      require(least);
    }
  }

  private void require(int least) throws InterruptedException {
    Duration patience = patience();
    int slots = executors.await(least, min(SILENT, patience), stopRequested);
    if (slots < least && patience.compareTo(SILENT) > 0) {
      console.say(
          "waiting for %d task slot%s of %s"
              .formatted(least, least == 1 ? "" : "s", spark.master()));
      slots = executors.await(least, patience.minus(SILENT), stopRequested);
    }
    if (slots < least && !stopRequested.getAsBoolean()) {
      String missing = missing(spark.getConf(), slots, least, patience);
      throw slots == 0 ? new NoExecutorException(missing) : new RequestException(missing);
    }
  }

  private Duration patience() {
    return Duration.ofSeconds(spark.getConf().getTimeAsSeconds(KEY, DEFAULT.toSeconds() + "s"));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static String missing(SparkConf conf, int slots, int least, Duration patience) {
    String granted = slots == 0 ? "no executor" : "%d task slots, not %d,".formatted(slots, least);
    return "%s granted %s in %d s (%s); it must have workers with %s free cores and %s free memory each: see spark.executor.cores, spark.executor.memory"
        .formatted(
            conf.get("spark.master"),
            granted,
            patience.toSeconds(),
            KEY,
            conf.get("spark.executor.cores", "1"),
            conf.get("spark.executor.memory", "1g"));
  }
}
