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
   * @return the world size that the run begins with
   * @throws RequestException if too few slots have come in time
   */
  int workersOf(LargoConfig config) throws InterruptedException {
    boolean auto = config.workers().isAuto();
    // Ranks that share the reduction must all run at once; jobs of driver mode can queue.
    boolean all = config.aggregation().mode() == AggregationMode.ALL_REDUCE && !auto;
    int least = all ? config.workers().count() : 1;
    int slots = await(auto ? 0 : least, least);
    return auto ? Math.min(slots, config.batch().microBatches()) : config.workers().count();
  }

  /**
   * Waits for slots.
   *
   * @param wanted enough; 0 for as many as come until none has for some seconds
   * @param least what there must be
   * @return those that there are
   * @throws RequestException if too few have come in time
   */
  int await(int wanted, int least) throws InterruptedException {
    Duration patience =
        Duration.ofSeconds(spark.getConf().getTimeAsSeconds(KEY, DEFAULT.toSeconds() + "s"));
    int slots = executors.await(wanted, least, min(SILENT, patience), stopRequested);
    if (slots < least && patience.compareTo(SILENT) > 0) {
      console.say(
          "waiting for %d task slot%s of %s"
              .formatted(least, least == 1 ? "" : "s", spark.master()));
      slots = executors.await(wanted, least, patience.minus(SILENT), stopRequested);
    }
    if (slots < least && !stopRequested.getAsBoolean()) {
      throw new RequestException(missing(spark.getConf(), slots, least, patience));
    }
    return slots;
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
