package dev.largo.command;

import dev.largo.spark.ExecutorWatch;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a command's runs train, one after the other or several at once: Spark, which starts when
 * the first one needs it, and the wish to stop.
 */
final class Workplace implements AutoCloseable {
  private final String name;
  private final String master;
  private final int slots;
  private final int atOnce;
  private final StopSignal stop;
  private volatile boolean calledOff;
  private @Nullable JavaSparkContext spark;
  private @Nullable ExecutorWatch executors;

  /**
   * A workplace, whose Spark is yet to start.
   *
   * @param name of what is to run
   * @param master the master's URL; empty for the embedded Spark
   * @param slots of the embedded Spark for one run
   * @param atOnce runs at the same time
   * @param onStop called once, when the user first asks for a stop
   */
  Workplace(String name, String master, int slots, int atOnce, Runnable onStop) {
    this.name = name;
    this.master = master;
    this.slots = slots * atOnce;
    this.atOnce = atOnce;
    stop = new StopSignal(onStop);
  }

  boolean stopRequested() {
    return calledOff || stop.requested();
  }

  /** Asks all runs to stop, as the user may do. */
  void callOff() {
    calledOff = true;
  }

  /** How many runs may train at the same time. */
  int atOnce() {
    return atOnce;
  }

  /**
   * Spark, started with the settings of the first who needs it.
   *
   * @param settings what a cluster is asked for
   */
  synchronized JavaSparkContext spark(Map<String, String> settings) {
    if (spark == null) {
      spark = SparkContexts.start(name, master, slots, settings);
    }
    return spark;
  }

  /** Whether Spark has ended by itself, as when its master is lost: nothing can be trained here. */
  synchronized boolean isBroken() {
    return spark != null && spark.sc().isStopped();
  }

  /** Its executors, when it has been started. */
  synchronized ExecutorWatch executors() {
    if (executors == null) {
      executors = new ExecutorWatch(Objects.requireNonNull(spark, "Spark has not been started"));
    }
    return executors;
  }

  @Override
  public synchronized void close() {
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
