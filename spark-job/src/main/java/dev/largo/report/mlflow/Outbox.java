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

  /**
   * When it delivers.
   *
   * @param pause between two rounds of deliveries, which lets batches fill
   * @param rest after a failure, which spares a server that is being restarted
   * @param last of the time at the end, what is kept for what is last; all of it where the server
   *     has not answered any more
   */
  record Pace(Duration pause, Duration rest, Duration last) {
    static final Pace USUAL =
        new Pace(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  /** Takes what is in the outbox to where it belongs; called by one thread. */
  interface Courier<T> {
    /**
     * Makes the way ready, before anything is delivered; until it succeeds.
     *
     * @throws RefusedException if it is ready, but something was refused on it
     */
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

  /** Since when an answer is waited for; null: for none. */
  private volatile @Nullable Long waitingSince;

  /** Whether what was tried last has failed. */
  private volatile boolean failing;

  /** When the rest is to be given up for what is last; null: nobody waits. */
  private volatile @Nullable Long deliverUntil;

  private volatile boolean stopped;

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
   * little is left where the server does not answer already.
   *
   * @param last done at the end of the time even if something was not delivered; not again if it is
   *     refused
   * @return items that were not delivered
   */
  long finish(Runnable last, long patience, TimeUnit unit) {
    long all = unit.toNanos(patience);
    long wait = isInVain() ? Math.min(all, pace.last().toNanos()) : all;
    long end = System.nanoTime() + wait;
    deliverUntil = end - Math.min(pace.last().toNanos(), wait / 2);
    try {
      thread.execute(() -> conclude(last, end));
    } catch (RejectedExecutionException e) {
      LOG.debug("finished before", e);
    }
    thread.shutdown();
    try {
      if (!thread.awaitTermination(wait, TimeUnit.NANOSECONDS)) {
        stop();
      }
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
    }
    synchronized (waiting) {
      return lost + waiting.size();
    }
  }

  private void conclude(Runnable last, long end) {
    boolean done = false;
    while (!done && !stopped) {
      boolean due = deliverAll() || isTimeForTheLast();
      done = (due && open && !stopped && attempt(last)) || System.nanoTime() - end > 0;
      if (!done) {
        LockSupport.parkNanos(pace.pause().toNanos());
      }
    }
  }

  /** Ends at once. */
  void stop() {
    stopped = true;
    thread.shutdownNow();
  }

  private void round() {
    if (System.nanoTime() - retryAt >= 0 && !deliverAll()) {
      retryAt = System.nanoTime() + pace.rest().toNanos();
    }
    tried.countDown();
  }

  private boolean isInVain() {
    Long since = waitingSince;
    return failing || (since != null && System.nanoTime() - since > pace.last().toNanos());
  }

  private boolean isTimeForTheLast() {
    Long until = deliverUntil;
    return until != null && System.nanoTime() - until >= 0;
  }

  /** Whether nothing has failed: then nothing is left but what has come meanwhile, or too late. */
  private boolean deliverAll() {
    return attempt(
        () -> {
          if (!open) {
            attemptOnce(courier::open);
            open = true;
          }
          for (List<T> next = next(); !next.isEmpty() && !isOver(); next = next()) {
            List<T> items = next;
            boolean delivered = attemptOnce(() -> courier.deliver(items));
            synchronized (waiting) {
              lost += delivered ? 0 : items.size();
              items.forEach(item -> waiting.remove());
            }
          }
        });
  }

  private List<T> next() {
    synchronized (waiting) {
      return new ArrayList<>(waiting.stream().limit(batch).toList());
    }
  }

  private boolean isOver() {
    return stopped || isTimeForTheLast();
  }

  /** Whether it was done, rather than refused. */
  private boolean attemptOnce(Runnable what) {
    boolean done = true;
    waitingSince = System.nanoTime();
    try {
      what.run();
    } catch (RefusedException e) {
      tell(e);
      done = false;
    } finally {
      waitingSince = null;
    }
    failing = false;
    return done;
  }

  /** Whether it need not be tried again. */
  private boolean attempt(Runnable what) {
    try {
      what.run();
      return true;
    } catch (RefusedException e) {
      tell(e);
      return true;
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      failing = true;
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
