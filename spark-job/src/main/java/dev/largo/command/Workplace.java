package dev.largo.command;

import dev.largo.spark.ExecutorWatch;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a command's runs train, one after the other: Spark, which starts when the first one needs
 * it, and the user's wish to stop.
 */
final class Workplace implements AutoCloseable {
  private final String name;
  private final String master;
  private final int slots;
  private final StopSignal stop;
  private @Nullable JavaSparkContext spark;
  private @Nullable ExecutorWatch executors;

  /**
   * A workplace, whose Spark is yet to start.
   *
   * @param name of what is to run
   * @param master the master's URL; empty for the embedded Spark
   * @param slots of the embedded Spark
   * @param onStop called once, when the user first asks for a stop
   */
  Workplace(String name, String master, int slots, Runnable onStop) {
    this.name = name;
    this.master = master;
    this.slots = slots;
    stop = new StopSignal(onStop);
  }

  boolean stopRequested() {
    return stop.requested();
  }

  /**
   * Spark, started with the settings of the first who needs it.
   *
   * @param settings what a cluster is asked for
   */
  JavaSparkContext spark(Map<String, String> settings) {
    if (spark == null) {
      spark = SparkContexts.start(name, master, slots, settings);
    }
    return spark;
  }

  /** Whether Spark has ended by itself, as when its master is lost: nothing can be trained here. */
  boolean isBroken() {
    return spark != null && spark.sc().isStopped();
  }

  /** Its executors, when it has been started. */
  ExecutorWatch executors() {
    if (executors == null) {
      executors = new ExecutorWatch(Objects.requireNonNull(spark, "Spark has not been started"));
    }
    return executors;
  }

  @Override
  public void close() {
    try (stop) {
      if (executors != null) {
        executors.close();
      }
      if (spark != null) {
        spark.close();
      }
    }
  }
}
