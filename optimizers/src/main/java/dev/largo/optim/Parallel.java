package dev.largo.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads for the parts of a step. What a part computes does not depend on the thread that runs it,
 * nor on how many there are.
 */
public interface Parallel {
  /** The calling thread alone. */
  Parallel SERIAL =
      new Parallel() {
        @Override
        public int threads() {
          return 1;
        }

        @Override
        public void run(IntConsumer part) {
          part.accept(0);
        }
      };

  /** How many parts {@link #run} makes. */
  int threads();

  /**
   * Runs parts 0 to {@code threads() - 1} and returns when all have ended. Throws what one of them
   * threw.
   */
  void run(IntConsumer part);

  /**
   * The calling thread and {@code threads - 1} of an executor, which stays the caller's to shut
   * down.
   *
   * @param threads at least 1
   */
  static Parallel on(ExecutorService executor, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
    return new Parallel() {
      @Override
      public int threads() {
        return threads;
      }

      @Override
      public void run(IntConsumer part) {
        List<Future<?>> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
          int number = i;
          others.add(executor.submit(() -> part.accept(number)));
        }
        RuntimeException failure = null;
        try {
          part.accept(0);
        } catch (RuntimeException e) {
          failure = e;
        }
        for (Future<?> other : others) {
          RuntimeException theirs = failureOf(other);
          failure = failure == null ? theirs : failure;
        }
        if (failure != null) {
          throw failure;
        }
      }
    };
  }

  /** Waits for a part, interrupted or not: it writes into the arrays of the step. */
  private static @Nullable RuntimeException failureOf(Future<?> part) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          part.get();
          return null;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          return e.getCause() instanceof RuntimeException cause
              ? cause
              : new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
