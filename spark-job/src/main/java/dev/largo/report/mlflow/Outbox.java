package dev.largo.report.mlflow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be delivered, in batches and in its order, by a thread of its own: whoever brings
 * something never waits for it. A delivery that fails is tried again; what does not fit meanwhile
 * is lost, and counted.
 */
final class Outbox<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** Of the time at the end, what is kept for what is last. */
  private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /**
   * When it delivers.
   *
   * @param pause between two rounds of deliveries, which lets batches fill
   * @param rest after a failure, which spares a server that is being restarted
   */
  record Pace(Duration pause, Duration rest) {
    static final Pace USUAL = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(10));
  }

  /** Takes what is in the outbox to where it belongs; called by one thread. */
  interface Courier<T> {
    /** Makes the way ready, before anything is delivered; until it succeeds. */
    void open();

    /**
     * Delivers.
     *
     * @throws RefusedException if it would be in vain to try again
     */
    void deliver(List<T> batch);

    /** A delivery failed, or was refused; told once. */
    void troubled(Throwable why);
  }

  /** Nobody wants this batch, now or later. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(Throwable why) {
      super(why.getMessage(), why);
    }
  }

  private final Courier<T> courier;
  private final int batch;
  private final int most;
  private final Pace pace;
  private final Queue<T> waiting = new ArrayDeque<>();
  private final CountDownLatch tried = new CountDownLatch(1);
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "largo-mlflow");
            made.setDaemon(true);
            return made;
          });
  private long lost;
  private boolean open;
  private boolean told;
  private long retryAt = System.nanoTime();

  /** When what has not been answered yet was first tried; null: all is well. */
  private volatile @Nullable Long tryingSince;

  /**
   * An empty one, whose way is made ready at once.
   *
   * @param batch items delivered at a time, at most
   * @param most items that may wait
   */
  Outbox(Courier<T> courier, int batch, int most, Pace pace) {
    this.courier = courier;
    this.batch = batch;
    this.most = most;
    this.pace = pace;
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(
            this::round, 0, pace.pause().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Leaves items to be delivered, as far as there is room. */
  void add(Collection<T> items) {
    synchronized (waiting) {
      for (T item : items) {
        if (waiting.size() < most) {
          waiting.add(item);
        } else {
          lost++;
        }
      }
    }
  }

  /** Waits until the way has been made ready, or that has failed once. */
  void awaitTried(long patience, TimeUnit unit) throws InterruptedException {
    if (!tried.await(patience, unit)) {
      LOG.debug("not tried yet");
    }
  }

  /**
   * Delivers what waits, and then does what is last, again and again while patience lasts; of that
   * less is left where it has been tried in vain already.
   *
   * @param last done at the end of the time even if something was not delivered
   * @return items that were not delivered
   */
  long finish(Runnable last, long patience, TimeUnit unit) {
    long all = unit.toNanos(patience);
    long now = System.nanoTime();
    Long since = tryingSince;
    long vain = since == null ? 0 : now - since;
    long wait = Math.min(all, Math.max(LAST_NANOS, all - vain));
    long end = now + wait;
    try {
      thread.execute(() -> conclude(last, end));
    } catch (RejectedExecutionException e) {
      LOG.debug("finished before", e);
    }
    thread.shutdown();
    try {
      if (!thread.awaitTermination(wait, TimeUnit.NANOSECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    synchronized (waiting) {
      return lost + waiting.size();
    }
  }

  private void conclude(Runnable last, long end) {
    boolean done = false;
    while (!done && !Thread.currentThread().isInterrupted()) {
      boolean delivered = deliverAll();
      long left = end - System.nanoTime();
      boolean due = open && (delivered || left < LAST_NANOS);
      done = (due && attempt(last)) || left < 0;
      if (!done) {
        LockSupport.parkNanos(pace.pause().toNanos());
      }
    }
  }

  /** Ends at once. */
  void stop() {
    thread.shutdownNow();
  }

  private void round() {
    if (System.nanoTime() - retryAt >= 0 && !deliverAll()) {
      retryAt = System.nanoTime() + pace.rest().toNanos();
    }
    tried.countDown();
  }

  /** Whether nothing is left but what has come meanwhile. */
  private boolean deliverAll() {
    return attempt(
        () -> {
          if (!open) {
            trying();
            courier.open();
            open = true;
            tryingSince = null;
          }
          for (List<T> next = next(); !next.isEmpty(); next = next()) {
            boolean delivered = deliver(next);
            synchronized (waiting) {
              lost += delivered ? 0 : next.size();
              next.forEach(item -> waiting.remove());
            }
          }
        });
  }

  private List<T> next() {
    synchronized (waiting) {
      return new ArrayList<>(waiting.stream().limit(batch).toList());
    }
  }

  private boolean deliver(List<T> items) {
    trying();
    boolean delivered = true;
    try {
      courier.deliver(items);
    } catch (RefusedException e) {
      tell(e);
      delivered = false;
    }
    tryingSince = null;
    return delivered;
  }

  private void trying() {
    if (tryingSince == null) {
      tryingSince = System.nanoTime();
    }
  }

  private boolean attempt(Runnable what) {
    try {
      what.run();
      return true;
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      tell(e);
      return false;
    }
  }

  private void tell(Throwable why) {
    LOG.debug("not delivered", why);
    if (!told) {
      told = true;
      courier.troubled(why);
    }
  }
}
