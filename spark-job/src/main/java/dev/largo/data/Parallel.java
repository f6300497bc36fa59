package dev.largo.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs a loop over the numbers of a set in several threads. */
public final class Parallel {
  /** The body of the loop, for the numbers from {@code from} to {@code to - 1}. */
  @FunctionalInterface
  public interface Body {
    void run(int from, int to) throws IOException;
  }

  private Parallel() {}

  /** One thread a processor, for work that computes. */
  public static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Runs the body over [0, size) in chunks, each in one thread.
   *
   * @throws IOException that of the lowest chunk that failed, so that the same trouble is always
   *     told in the same words
   */
  public static void forChunks(int size, int chunk, int threads, Body body) throws IOException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "largo-data");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> chunks = new ArrayList<>();
      for (int from = 0; from < size; from += chunk) {
        int first = from;
        int end = Math.min(size - from, chunk) + from;
        chunks.add(
            pool.submit(
                () -> {
                  body.run(first, end);
                  return null;
                }));
      }
      for (Future<?> done : chunks) {
        await(done);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void await(Future<?> task) throws IOException {
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while working on a data set");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException exception) {
        throw exception;
      }
      throw new IllegalStateException("working on a data set failed: " + cause, cause);
    }
  }
}
