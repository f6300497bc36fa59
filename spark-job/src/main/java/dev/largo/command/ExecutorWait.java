package dev.largo.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;

/**
 * Waits until a cluster has granted a first executor. Without this a run on a cluster that has none
 * to grant would stand still without a word.
 */
final class ExecutorWait {
  /** Key of Spark's configuration: how long, such as 10min. */
  static final String KEY = "spark.largo.executorWait";

  private static final Duration DEFAULT = Duration.ofMinutes(5);

  private ExecutorWait() {}

  /**
   * Waits.
   *
   * @param stopRequested asked every second
   * @return false if a stop was requested first
   * @throws RequestException if none has come in time
   */
  static boolean forFirst(JavaSparkContext spark, Console console, BooleanSupplier stopRequested)
      throws InterruptedException {
    CountDownLatch added = new CountDownLatch(1);
    spark
        .sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onExecutorAdded(SparkListenerExecutorAdded event) {
                added.countDown();
              }
            });
    long seconds = spark.getConf().getTimeAsSeconds(KEY, DEFAULT.toSeconds() + "s");
    for (long waited = 0; executors(spark) == 0; waited++) {
      if (stopRequested.getAsBoolean()) {
        return false;
      }
      if (waited == seconds) {
        throw new RequestException(missing(spark.getConf(), seconds));
      }
      if (waited == 5) {
        console.say("waiting for the first executor of " + spark.master());
      }
      if (added.await(1, TimeUnit.SECONDS)) {
        return true;
      }
    }
    return true;
  }

  /** Besides the driver, which counts as one. */
  private static int executors(JavaSparkContext spark) {
    return spark.sc().getExecutorMemoryStatus().size() - 1;
  }

  private static String missing(SparkConf conf, long seconds) {
    return "%s granted no executor in %d s (%s); it must have workers with %s free cores and %s free memory each: see spark.executor.cores, spark.executor.memory"
        .formatted(
            conf.get("spark.master"),
            seconds,
            KEY,
            conf.get("spark.executor.cores", "1"),
            conf.get("spark.executor.memory", "1g"));
  }
}
