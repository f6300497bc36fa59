package dev.largo.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Threads that fill the slots of a buffer: the caller's, and others beside it. */
final class SlotThreads implements AutoCloseable {
  /** Fills one slot. */
  @FunctionalInterface
  interface Body {
    /**
     * Called once a slot.
     *
     * @param thread number of the thread that calls, from 0; never in two calls at a time
     */
    void fill(int thread, int slot) throws IOException;
  }

  /** The lowest slot that failed: the same trouble is always told in the same words. */
  private static final class Failure {
    private int slot = Integer.MAX_VALUE;
    private @Nullable IOException cause;

    private synchronized void add(int at, IOException e) {
      if (at < slot) {
        slot = at;
        cause = e;
      }
    }

    private synchronized void rethrow() throws IOException {
      if (cause != null) {
        throw cause;
      }
    }
  }

  private final int count;
  private final @Nullable ExecutorService others;

  /** So many threads, at least 1. */
  SlotThreads(int count) {
    this.count = count;
    others =
        count == 1
            ? null
            : Executors.newFixedThreadPool(
                count - 1,
                task -> {
                  Thread thread = new Thread(task, "largo-decode");
                  thread.setDaemon(true);
                  return thread;
                });
  }

  /**
   * Fills slots 0 to {@code slots - 1} and waits for all of them.
   *
   * @throws IOException that of the lowest slot that failed
   */
  void run(int slots, Body body) throws IOException {
    AtomicInteger next = new AtomicInteger();
    Failure failure = new Failure();
    List<Future<?>> helping = new ArrayList<>();
    if (others != null) {
      for (int thread = 1; thread < count; thread++) {
        int number = thread;
        helping.add(others.submit(() -> work(number, slots, next, body, failure)));
      }
    }
    work(0, slots, next, body, failure);
    boolean interrupted = false;
    for (Future<?> helper : helping) {
      interrupted |= await(helper, next, slots);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading samples");
    }
    failure.rethrow();
  }

  private static void work(int thread, int slots, AtomicInteger next, Body body, Failure failure) {
    for (int slot = next.getAndIncrement(); slot < slots; slot = next.getAndIncrement()) {
      try {
        body.fill(thread, slot);
      } catch (IOException e) {
        failure.add(slot, e);
      }
    }
  }

  /** Waits until a helper writes no more; whether it was interrupted, which ends its work early. */
  private static boolean await(Future<?> helper, AtomicInteger next, int slots) {
    boolean interrupted = false;
    while (true) {
      try {
        helper.get();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        next.set(slots);
      } catch (ExecutionException e) {
        throw new IllegalStateException("reading samples failed: " + e.getCause(), e.getCause());
      }
    }
  }

  @Override
  public void close() {
    if (others != null) {
      others.shutdownNow();
    }
  }
}
