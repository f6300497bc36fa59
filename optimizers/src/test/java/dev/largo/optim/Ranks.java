package dev.largo.optim;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;

/** Ranks as threads that gather through a barrier, as workers do. */
final class Ranks {
  /** What one rank does; it counts as failed after a minute. */
  interface Work<T> {
    T run(int rank, LayerSums sums) throws Exception;
  }

  private Ranks() {}

  /** Runs {@code work} on every rank at once and returns the results in rank order. */
  static <T> List<T> runAll(int worldSize, Work<T> work) throws Exception {
    double[][] gathered = new double[worldSize][];
    CyclicBarrier barrier = new CyclicBarrier(worldSize);
    ExecutorService threads = Executors.newFixedThreadPool(worldSize);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int rank = 0; rank < worldSize; rank++) {
        int self = rank;
        Callable<T> task = () -> work.run(self, own -> gather(gathered, self, own, barrier));
        futures.add(threads.submit(task));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(result(future));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static double[] gather(
      double[][] gathered, int rank, double[] own, CyclicBarrier barrier) {
    try {
      gathered[rank] = own;
      barrier.await(60, SECONDS);
      double[] all = List.of(gathered).stream().flatMapToDouble(DoubleStream::of).toArray();
      barrier.await(60, SECONDS);
      return all;
    } catch (Exception e) {
      throw new IllegalStateException("rank " + rank + " gathered alone", e);
    }
  }

  private static <T> T result(Future<T> future) throws Exception {
    try {
      return future.get(60, SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
