package dev.largo.optim;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelTest {
  private final ExecutorService executor = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void everyPartRunsOnce() {
    for (int threads = 1; threads <= 7; threads++) {
      AtomicIntegerArray runs = new AtomicIntegerArray(threads);
      Parallel.on(executor, threads).run(runs::incrementAndGet);
      for (int part = 0; part < threads; part++) {
        assertEquals(1, runs.get(part), "part " + part + " of " + threads);
      }
    }
  }

  @Test
  void failureOfAPartReachesTheCallerOnceAllHaveEnded() {
    for (int failing = 0; failing < 3; failing++) {
      for (Throwable thrown : List.of(new IllegalStateException("part"), new AssertionError())) {
        int bad = failing;
        AtomicInteger ended = new AtomicInteger();
        Throwable caught =
            assertThrows(
                Throwable.class,
                () ->
                    Parallel.on(executor, 3)
                        .run(
                            part -> {
                              ended.incrementAndGet();
                              if (part == bad) {
                                raise(thrown);
                              }
                            }));
        assertSame(thrown, caught);
        assertEquals(3, ended.get());
      }
    }
  }

  /** Every thread of the pool waits for parts that only a thread of the pool could begin. */
  @Test
  void threadsOfAFullPoolMayUseThatPool() throws Exception {
    CountDownLatch bothIn = new CountDownLatch(2);
    List<Future<Integer>> sums = new ArrayList<>();
    for (int caller = 0; caller < 2; caller++) {
      sums.add(
          executor.submit(
              () -> {
                bothIn.countDown();
                assertTrue(bothIn.await(30, SECONDS));
                AtomicInteger sum = new AtomicInteger();
                Parallel.on(executor, 3).run(part -> sum.addAndGet(part + 1));
                return sum.get();
              }));
    }
    for (Future<Integer> sum : sums) {
      assertEquals(6, sum.get(30, SECONDS));
    }
  }

  /** The queued parts never begin, and their futures never end. */
  @Test
  void poolMayBeShutDownWithPartsQueued() {
    ExecutorService single = Executors.newSingleThreadExecutor();
    CountDownLatch release = new CountDownLatch(1);
    single.execute(() -> awaitQuietly(release));
    AtomicInteger ended = new AtomicInteger();
    try {
      Parallel.on(single, 3)
          .run(
              part -> {
                single.shutdownNow();
                ended.incrementAndGet();
              });
    } finally {
      release.countDown();
    }
    assertEquals(3, ended.get());
  }

  @Test
  void executorThatTakesNothingLeavesAllToTheCaller() {
    Thread self = Thread.currentThread();
    ExecutorService stopped = Executors.newSingleThreadExecutor();
    stopped.shutdown();
    ThreadPoolExecutor full = new ThreadPoolExecutor(1, 1, 0, SECONDS, new SynchronousQueue<>());
    CountDownLatch release = new CountDownLatch(1);
    full.execute(() -> awaitQuietly(release));
    try {
      for (ExecutorService none : List.of(stopped, full)) {
        assertThrows(RejectedExecutionException.class, () -> none.execute(() -> {}));
        List<Integer> parts = new ArrayList<>();
        Parallel.on(none, 3)
            .run(
                part -> {
                  assertSame(self, Thread.currentThread());
                  parts.add(part);
                });
        assertEquals(List.of(0, 1, 2), parts);
      }
    } finally {
      release.countDown();
      full.shutdownNow();
    }
  }

  @Test
  void interruptedCallerWaitsAndStaysInterrupted() {
    CountDownLatch begun = new CountDownLatch(2);
    AtomicInteger ended = new AtomicInteger();
    Thread.currentThread().interrupt();
    Parallel.on(executor, 2)
        .run(
            part -> {
              begun.countDown();
              while (begun.getCount() > 0) {
                Thread.onSpinWait();
              }
              ended.incrementAndGet();
            });
    assertTrue(Thread.interrupted());
    assertEquals(2, ended.get());
  }

  @Test
  void threadsMustBeCounted() {
    assertEquals(
        "threads must be at least 1: 0",
        assertThrows(IllegalArgumentException.class, () -> Parallel.on(executor, 0)).getMessage());
  }

  private static void raise(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
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
