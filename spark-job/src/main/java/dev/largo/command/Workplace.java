package dev.largo.command;

import dev.largo.spark.ExecutorWatch;
import dev.largo.spark.preflight.Demand;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a command's runs train, one after the other or several at once: Spark, which starts when
 * the first one needs it, and the wish to stop.
 */
final class Workplace implements AutoCloseable {
  private final String name;
  private final String master;
  private final Demand demand;
  private final StopSignal stop;
  private volatile boolean calledOff;
  private @Nullable JavaSparkContext spark;
  private @Nullable RuntimeException failure;
  private @Nullable ExecutorWatch executors;

  /**
   * A workplace, whose Spark is yet to start.
   *
   * @param name of what is to run
   * @param master the master's URL; empty for the embedded Spark
   * @param demand of its runs, with the workers of the widest if Spark is embedded
   * @param onStop called once, when the user first asks for a stop
   */
  Workplace(String name, String master, Demand demand, Runnable onStop) {
    this.name = name;
    this.master = master;
    this.demand = demand;
    stop = new StopSignal(onStop);
  }

  boolean stopRequested() {
    return calledOff || stop.requested();
  }

  /** Asks all runs to stop, as the user may do. */
  void callOff() {
    calledOff = true;
  }

  /** What its runs take of Spark at the same time. */
  Demand demand() {
    return demand;
  }

  /**
   * Spark, started with the settings of the first who needs it. If it could not be started once, it
   * is not tried again.
   *
   * @param settings what a cluster is asked for
   */
  synchronized JavaSparkContext spark(Supplier<Map<String, String>> settings) {
    if (failure != null) {
      throw failure;
    }
    if (spark == null) {
      spark = start(settings);
    }
    return spark;
  }

  private JavaSparkContext start(Supplier<Map<String, String>> settings) {
    try {
      return SparkContexts.start(name, master, demand.ranks(0), settings.get());
    } catch (Exception e) { // Spark throws checked ones unannounced.
      RuntimeException unchecked =
          e instanceof RuntimeException known
              ? known
              : new IllegalStateException(Failures.line(e), e);
      failure = unchecked;
      throw unchecked;
    }
  }

  /**
   * Whether Spark could not be started or has ended by itself, as when its master is lost: nothing
   * can be trained here.
   */
  synchronized boolean isBroken() {
    return failure != null || (spark != null && spark.sc().isStopped());
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
