package dev.largo.collective.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.collective.CollectiveException;
import dev.largo.collective.PartialSums;
import dev.largo.collective.PeerFailedException;
import dev.largo.collective.PeerLostException;
import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class PeerFailureTest {
  private static final int SIZE = 3_000_000;

  private static CollectiveException failureOf(Future<?> call) {
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
    return assertInstanceOf(CollectiveException.class, failed.getCause());
  }

  private static Future<?> sumForever(Processes processes, int rank, CountDownLatch begun) {
    PartialSums partials = new PartialSums(SIZE, WireFormat.FP32);
    partials.add(rank, FloatBuffer.allocate(SIZE));
    return processes.start(
        rank,
        collective -> {
          Slice slice = Slice.partition(SIZE, collective.worldSize()).get(rank);
          float[] sum = new float[slice.length()];
          while (true) {
            collective.reduceScatter(partials, slice, sum);
            begun.countDown();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aProcessThatGoesAwayInTheMiddleEndsTheCallsOfTheOthersAtOnce(boolean shared)
      throws Exception {
    try (Processes processes =
        Processes.connected("0,1,2", Processes.settings(Processes.sharedMemory(shared)))) {
      CountDownLatch begun = new CountDownLatch(3);
      Future<?> first = sumForever(processes, 0, begun);
      Future<?> second = sumForever(processes, 1, begun);
      Future<?> third = sumForever(processes, 2, begun);
      assertTrue(begun.await(30, TimeUnit.SECONDS));

      processes.group(1).close();

      assertTrue(failureOf(second).toString().contains("closed"));
      for (Future<?> call : List.of(first, third)) {
        CollectiveException seen = failureOf(call);
        assertTrue(seen.toString().contains("reduce-scatter (operation "), seen.toString());
        assertTrue(seen.toString().contains("rank 1 (127.0.0.1:"), seen.toString());
        assertTrue(
            (seen instanceof PeerLostException lost && lost.peer() == 1)
                || seen instanceof PeerFailedException,
            seen.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAbortIsToldToAllAndTheFirstCauseIsKept(boolean shared) throws Exception {
    try (Processes processes =
        Processes.connected("0,0,1", Processes.settings(Processes.sharedMemory(shared)))) {
      CountDownLatch begun = new CountDownLatch(6);
      List<Future<?>> calls =
          List.of(
              sumForever(processes, 0, begun),
              sumForever(processes, 1, begun),
              sumForever(processes, 2, begun));
      assertTrue(begun.await(30, TimeUnit.SECONDS));
      IllegalStateException cause = new IllegalStateException("disk full");

      processes.group(2).abort(cause);
      processes.group(2).abort(new IllegalStateException("a later one"));

      assertSame(cause, failureOf(calls.get(2)).getCause());
      assertSame(cause, processes.group(2).failure());
      for (int rank = 0; rank < 2; rank++) {
        PeerFailedException seen =
            assertInstanceOf(PeerFailedException.class, failureOf(calls.get(rank)));
        assertEquals(2, seen.peer());
        assertTrue(seen.toString().contains("disk full"), seen.toString());
      }
      assertThrows(CollectiveException.class, () -> processes.group(0).member(0).barrier());
    }
  }

  @Test
  void aLateRankIsNamedWhenTheTimeIsUp() throws Exception {
    try (Processes processes =
        Processes.connected("0,1", Processes.settings(), Duration.ofMillis(300))) {
      CollectiveException seen =
          failureOf(
              processes.start(
                  0,
                  collective -> {
                    collective.barrier();
                    return 0;
                  }));

      PeerLostException lost = assertInstanceOf(PeerLostException.class, seen);
      assertEquals(1, lost.peer());
      assertTrue(
          seen.toString().contains("rank 0 on 127.0.0.1, barrier (operation 1): no word from"),
          seen.toString());
      // The barrier of the other one would pass, were it quicker than the news.
      ProcessGroup told = processes.group(1);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (told.failure() == null && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      CollectiveException other =
          failureOf(
              processes.start(
                  1,
                  collective -> {
                    collective.barrier();
                    return 0;
                  }));
      assertEquals(0, assertInstanceOf(PeerFailedException.class, other).peer());
    }
  }

  @Test
  void aLateRankOfTheSameProcessIsNamed() throws Exception {
    try (Processes processes =
        Processes.connected("0,0,1", Processes.settings(), Duration.ofMillis(300))) {
      CollectiveException seen =
          failureOf(
              processes.start(
                  0,
                  collective -> {
                    collective.barrier();
                    return 0;
                  }));

      assertTrue(seen.toString().contains("rank 1 of the same process is late"), seen.toString());
    }
  }

  @Test
  void anInterruptedRankStopsWithItsFlagSet() throws Exception {
    try (Processes processes = Processes.connected("0,1", Processes.settings())) {
      BlockingQueue<Thread> thread = new LinkedBlockingQueue<>();
      Future<Boolean> flag =
          processes.start(
              0,
              collective -> {
                thread.add(Thread.currentThread());
                assertThrows(CollectiveException.class, collective::barrier);
                return Thread.currentThread().isInterrupted();
              });

      thread.take().interrupt();

      assertTrue(flag.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void differentCallsAreToldApart() throws Exception {
    try (Processes processes = Processes.connected("0,1", Processes.settings())) {
      Future<?> barrier =
          processes.start(
              0,
              collective -> {
                collective.barrier();
                return 0;
              });
      Future<?> gather = processes.start(1, collective -> collective.allGather(new double[1]));

      String both = failureOf(barrier).toString() + failureOf(gather).toString();
      assertTrue(both.contains("calls barrier (operation 1)"), both);
      assertTrue(both.contains("calls all-gather of values (operation 1)"), both);
    }
  }

  @Test
  void slicesThatDoNotFitAreToldApart() throws Exception {
    try (Processes processes = Processes.connected("0,1", Processes.settings())) {
      List<Future<?>> calls =
          List.of(
              processes.start(0, collective -> gather(collective, List.of(0, 10, 20))),
              processes.start(1, collective -> gather(collective, List.of(0, 12, 20))));

      String seen = failureOf(calls.get(0)).toString();
      assertTrue(seen.contains("Slice[from="), seen);
      failureOf(calls.get(1));
    }
  }

  private static int gather(dev.largo.collective.Collective collective, List<Integer> ends) {
    List<Slice> slices =
        List.of(new Slice(ends.get(0), ends.get(1)), new Slice(ends.get(1), ends.get(2)));
    collective.allGather(new float[20], slices, WireFormat.FP32);
    return 0;
  }
}
