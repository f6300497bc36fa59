package dev.largo.report.mlflow;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be delivered, in batches and in its order, by a thread of its own: whoever brings
 * something never waits for it. A delivery that fails is tried again; what does not fit meanwhile
 * is lost, and counted.
 */
final class Outbox<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** Rest between two rounds of deliveries, which lets batches fill. */
  private static final long PAUSE_MILLIS = 1000;

  /** Rest after a failure, which spares a server that is being restarted. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

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

  /**
   * An empty one, whose way is made ready at once.
   *
   * @param batch items delivered at a time, at most
   * @param most items that may wait
   */
  Outbox(Courier<T> courier, int batch, int most) {
    this.courier = courier;
    this.batch = batch;
    this.most = most;
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(this::round, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
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
   * Delivers what waits, and then does what is last; both as long as patience lasts.
   *
   * @param last done if all went well
   * @return items that were not delivered
   */
  long finish(Runnable last, long patience, TimeUnit unit) {
    try {
      thread.execute(
          () -> {
            if (deliverAll()) {
              attempt(last);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("finished before", e);
    }
    thread.shutdown();
    try {
      if (!thread.awaitTermination(patience, unit)) {
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

  /** Ends at once. */
  void stop() {
    thread.shutdownNow();
  }

  private void round() {
    if (System.nanoTime() - retryAt >= 0 && !deliverAll()) {
      retryAt = System.nanoTime() + RETRY_NANOS;
    }
    tried.countDown();
  }

  /** Whether nothing is left but what has come meanwhile. */
  private boolean deliverAll() {
    return attempt(
        () -> {
          if (!open) {
            courier.open();
            open = true;
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
    try {
      courier.deliver(items);
      return true;
    } catch (RefusedException e) {
      tell(e);
      return false;
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
