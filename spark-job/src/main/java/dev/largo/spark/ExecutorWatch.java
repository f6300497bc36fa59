package dev.largo.spark;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The executors of a cluster as they come and go. */
public final class ExecutorWatch extends SparkListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorWatch.class);

  /** How long after the last arrival the cluster has given what it has to give. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private static final long POLL_MILLIS = 200;

  private final JavaSparkContext spark;

  /** In the order of their removal. */
  private final Map<String, String> removed = new LinkedHashMap<>();

  /** Watches from now on. */
  public ExecutorWatch(JavaSparkContext spark) {
    this.spark = spark;
    spark.sc().addSparkListener(this);
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded event) {
    notifyAll();
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    removed.put(event.executorId(), event.reason());
    notifyAll();
  }

  /** Tasks that can run at the same time now. */
  private int slots() {
    return spark
        .sc()
        .maxNumConcurrentTasks(spark.sc().resourceProfileManager().defaultResourceProfile());
  }

  /**
   * Waits for task slots.
   *
   * @param wanted enough; 0 for as many as come until none has for some seconds
   * @param least what to wait for in any case, at least 1
   * @param patience longest wait
   * @param stopRequested ends the wait
   * @return the slots there are then, fewer than {@code least} if it was in vain
   */
  public synchronized int await(
      int wanted, int least, Duration patience, BooleanSupplier stopRequested)
      throws InterruptedException {
    long start = System.nanoTime();
    long changed = start;
    int slots = slots();
    while (true) {
      long now = System.nanoTime();
      boolean settled = now - changed >= SETTLED.toNanos();
      boolean enough = wanted == 0 ? slots >= least && settled : slots >= wanted;
      if (enough || now - start >= patience.toNanos() || stopRequested.getAsBoolean()) {
        return slots;
      }
      wait(POLL_MILLIS);
      int present = slots();
      if (present != slots) {
        changed = System.nanoTime();
        slots = present;
      }
    }
  }

  /**
   * Waits for the news that one of some executors is gone.
   *
   * @param which of them, by name and reason
   */
  synchronized <T> Optional<T> awaitRemoved(
      Duration patience, Function<Map.Entry<String, String>, Optional<T>> which)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<T> found =
          removed.entrySet().stream().flatMap(e -> which.apply(e).stream()).findFirst();
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (found.isPresent() || left <= 0) {
        return found;
      }
      wait(left);
    }
  }

  /**
   * Waits until executors have nothing of a kind left.
   *
   * @param busy those that have, gone ones among them
   * @return those that still have when the time is over
   */
  synchronized Set<String> awaitEnd(Duration patience, Supplier<Set<String>> busy)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Set<String> left = busy.get();
      left.removeAll(removed.keySet());
      if (left.isEmpty() || System.nanoTime() >= deadline) {
        return left;
      }
      wait(POLL_MILLIS);
    }
  }

  /** Has the cluster put another executor in the place of one. */
  void replace(String executor) {
    try {
      if (!spark.sc().killAndReplaceExecutor(executor)) {
        LOG.warn("the cluster does not replace executor {}", executor);
      }
    } catch (Exception e) {
      // Spark throws checked ones unannounced. Whoever asked has more to do than this.
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.warn("executor {} cannot be replaced", executor, e);
    }
  }

  @Override
  public void close() {
    spark.sc().removeSparkListener(this);
  }
}
