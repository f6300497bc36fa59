package dev.largo.optim;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Numbered parts of some work, each run once by whichever thread claims it first.
 *
 * <p>The calling thread claims until nothing is left, and then waits for the parts that others have
 * begun. It never waits for a thread to become free, so it cannot wait for itself.
 */
final class Parts {
  private final IntConsumer part;
  private final int count;
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch left;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  Parts(IntConsumer part, int count) {
    this.part = part;
    this.count = count;
    left = new CountDownLatch(count);
  }

  /** Returns when all parts have ended, and throws what the first to fail threw. */
  void run(Executor executor) {
    try {
      for (int helper = 1; helper < count; helper++) {
        executor.execute(this::work);
      }
    } catch (RejectedExecutionException e) {
      // Fewer threads, then: the calling one does the rest.
    } finally {
      work();
      await();
    }
    Throwable first = failure.get();
    if (first instanceof Error error) {
      throw error;
    }
    if (first != null) {
      throw first instanceof RuntimeException e ? e : new IllegalStateException(first);
    }
  }

  private void work() {
    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
      try {
        part.accept(i);
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      } finally {
        left.countDown();
      }
    }
  }

  /** Interrupted or not: the parts write into the arrays of the step. */
  private void await() {
    boolean interrupted = false;
    while (true) {
      try {
        left.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
