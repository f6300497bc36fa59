package dev.largo.spark;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntPredicate;
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

  private static final long POLL_MILLIS = 200;

  private final JavaSparkContext spark;
  private final StageResources resources;
  private final Arrivals arrivals = new Arrivals(System.nanoTime());

  /** In the order of their removal. */
  private final Map<String, String> removed = new LinkedHashMap<>();

  /** Watches from now on, and counts slots of workers. */
  public ExecutorWatch(JavaSparkContext spark) {
    this(spark, StageResources.ofSettings(spark));
  }

  /**
   * Watches from now on.
   *
   * @param resources of a task whose slots are counted
   */
  public ExecutorWatch(JavaSparkContext spark, StageResources resources) {
    this.spark = spark;
    this.resources = resources;
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

  /**
   * Waits for task slots.
   *
   * @param least enough of them, at least 1
   * @param patience longest wait
   * @param stopRequested ends the wait
   * @return the slots there are then, fewer than {@code least} if it was in vain
   */
  public int await(int least, Duration patience, BooleanSupplier stopRequested)
      throws InterruptedException {
    return await(patience, stopRequested, slots -> slots >= least);
  }

  /**
   * Waits until no more task slots come, or enough have.
   *
   * @param enough more are of no use
   * @param patience longest wait
   * @param stopRequested ends the wait
   * @return the slots there are then
   */
  public int awaitAll(int enough, Duration patience, BooleanSupplier stopRequested)
      throws InterruptedException {
    return await(
        patience,
        stopRequested,
        slots -> slots >= enough || arrivals.haveCeased(slots, System.nanoTime()));
  }

  private synchronized int await(
      Duration patience, BooleanSupplier stopRequested, IntPredicate enough)
      throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      int slots = resources.slots();
      if (enough.test(slots)
          || System.nanoTime() - start >= patience.toNanos()
          || stopRequested.getAsBoolean()) {
        return slots;
      }
      wait(POLL_MILLIS);
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
    // Where nobody interrupts: a queue of listeners that Spark has half stopped would take no news
    // of later watches, and the end of one would wait for it for ever.
    CompletableFuture.runAsync(
            () -> spark.sc().removeSparkListener(this),
            task -> new Thread(task, "largo-watch-end").start())
        .join();
  }
}
