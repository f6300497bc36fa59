package dev.largo.optim;

import dev.largo.optim.numeric.Check;
import java.util.concurrent.ExecutorService;
import java.util.function.IntConsumer;

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
   * Runs parts 0 to {@code threads() - 1}, each once, and returns when all have ended. Throws what
   * one of them threw.
   */
  void run(IntConsumer part);

  /**
   * The calling thread and up to {@code threads - 1} of an executor, which stays the caller's to
   * shut down. The calling thread does what no other has begun, so a busy, full or shut down
   * executor costs time only; also where the call comes from one of its own threads.
   *
   * @param threads at least 1
   */
  static Parallel on(ExecutorService executor, int threads) {
    Check.atLeast(1, "threads", threads);
    return new Parallel() {
      @Override
      public int threads() {
        return threads;
      }

      @Override
      public void run(IntConsumer part) {
        new Parts(part, threads).run(executor);
      }
    };
  }
}
