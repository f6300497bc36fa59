package dev.largo.report.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OutboxTest {
  private static final long DEADLINE_SECONDS = 60;
  private static final Outbox.Pace PACE = pace(Duration.ofSeconds(DEADLINE_SECONDS));

  private static Outbox.Pace pace(Duration last) {
    return new Outbox.Pace(Duration.ofMillis(10), Duration.ofMillis(10), last);
  }

  /** Writes down what it delivers; its deliveries can be held up, made to fail, or refused. */
  private static class Recorder implements Outbox.Courier<Integer> {
    final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
    final List<Throwable> troubles = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch inTrouble = new CountDownLatch(1);
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch gate;
    final CountDownLatch delivered = new CountDownLatch(1);
    final AtomicInteger failures = new AtomicInteger();
    volatile boolean down;
    volatile int refused = -1;

    Recorder(boolean open) {
      gate = new CountDownLatch(open ? 0 : 1);
    }

    @Override
    public void open() {
      entered.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void deliver(List<Integer> batch) {
      if (down || failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IllegalStateException("down");
      }
      if (batch.contains(refused)) {
        throw new Outbox.RefusedException(new IllegalStateException("no"));
      }
      batches.add(batch);
      delivered.countDown();
    }

    @Override
    public void troubled(Throwable why) {
      troubles.add(why);
      inTrouble.countDown();
    }

    List<Integer> delivered() {
      return batches.stream().flatMap(List::stream).toList();
    }
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private static long finish(Outbox<Integer> outbox) {
    return outbox.finish(() -> {}, DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void whatIsBroughtWhileTheWayIsBlockedIsDeliveredInOrderAndFullBatches() throws Exception {
    Recorder courier = new Recorder(false);
    Outbox<Integer> outbox = new Outbox<>(courier, 10, 1000, PACE);
    assertTrue(courier.entered.await(DEADLINE_SECONDS, TimeUnit.SECONDS));

    for (int i = 0; i < 25; i++) {
      outbox.add(List.of(i)); // Returns, though nobody takes it.
    }
    assertEquals(List.of(), courier.delivered());
    courier.gate.countDown();

    assertEquals(0, finish(outbox));
    assertEquals(List.of(numbers(0, 10), numbers(10, 20), numbers(20, 25)), courier.batches);
  }

  @Test
  void whatIsLastComesAfterAllElse() {
    Recorder courier = new Recorder(true);
    Outbox<Integer> outbox = new Outbox<>(courier, 10, 1000, PACE);
    List<List<Integer>> before = new ArrayList<>();

    outbox.add(numbers(0, 95));
    outbox.finish(() -> before.add(courier.delivered()), DEADLINE_SECONDS, TimeUnit.SECONDS);

    assertEquals(List.of(numbers(0, 95)), before);
  }

  @Test
  void deliveryThatFailsIsToldOnceAndTriedAgain() throws Exception {
    Recorder courier = new Recorder(true);
    courier.down = true;
    Outbox<Integer> outbox = new Outbox<>(courier, 10, 1000, PACE);
    outbox.add(numbers(0, 15));
    assertTrue(courier.inTrouble.await(DEADLINE_SECONDS, TimeUnit.SECONDS));

    outbox.add(numbers(15, 30));
    courier.down = false;

    assertEquals(0, finish(outbox));
    assertEquals(numbers(0, 30), courier.delivered());
    assertEquals(1, courier.troubles.size());
  }

  @Test
  void serverThatNeverComesBackIsToldOnceAndWhatItMissedIsCounted() throws Exception {
    Recorder courier = new Recorder(true);
    courier.down = true;
    Outbox<Integer> outbox = new Outbox<>(courier, 10, 20, PACE);
    outbox.add(numbers(0, 5));
    assertTrue(courier.inTrouble.await(DEADLINE_SECONDS, TimeUnit.SECONDS));
    outbox.add(numbers(5, 50));
    AtomicBoolean last = new AtomicBoolean();

    long lost = outbox.finish(() -> last.set(true), 4, TimeUnit.SECONDS);

    assertEquals(50, lost);
    assertEquals(1, courier.troubles.size());
    assertTrue(last.get(), "the end is worth telling though metrics are lost");
  }

  @Test
  void roundsTryAgain() throws Exception {
    Recorder courier = new Recorder(true);
    courier.failures.set(2);
    Outbox<Integer> outbox = new Outbox<>(courier, 10, 1000, PACE);
    outbox.add(numbers(0, 5));

    assertTrue(courier.delivered.await(DEADLINE_SECONDS, TimeUnit.SECONDS));
    assertEquals(0, courier.failures.get());
    assertEquals(0, finish(outbox));
  }

  @Test
  void endIsTriedAgainToo() throws Exception {
    Recorder courier = new Recorder(false);
    Outbox<Integer> outbox = new Outbox<>(courier, 10, 1000, PACE);
    assertTrue(courier.entered.await(DEADLINE_SECONDS, TimeUnit.SECONDS));
    courier.failures.set(4);
    outbox.add(numbers(0, 5));
    AtomicInteger lasts = new AtomicInteger();
    courier.gate.countDown();

    long lost =
        outbox.finish(
            () -> {
              if (lasts.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
            },
            DEADLINE_SECONDS,
            TimeUnit.SECONDS);

    assertEquals(0, lost);
    assertEquals(List.of(numbers(0, 5)), courier.batches);
    assertEquals(3, lasts.get());
  }

  @Test
  void refusedBatchIsLostAlone() {
    Recorder courier = new Recorder(false);
    courier.refused = 13;
    Outbox<Integer> outbox = new Outbox<>(courier, 10, 1000, PACE);
    outbox.add(numbers(0, 30));
    courier.gate.countDown();

    assertEquals(10, finish(outbox));
    assertEquals(List.of(numbers(0, 10), numbers(20, 30)), courier.batches);
    assertEquals(1, courier.troubles.size());
  }

  @Test
  void whatDoesNotFitIsLostAndCounted() {
    Recorder courier = new Recorder(false);
    Outbox<Integer> outbox = new Outbox<>(courier, 10, 12, PACE);
    outbox.add(numbers(0, 30));
    courier.gate.countDown();

    assertEquals(18, finish(outbox));
    assertEquals(numbers(0, 12), courier.delivered());
  }

  @Test
  void endWaitsLittleForAServerThatDoesNotAnswerAlready() throws Exception {
    Recorder courier = new Recorder(true);
    courier.down = true;
    Outbox<Integer> outbox = new Outbox<>(courier, 10, 1000, pace(Duration.ofMillis(100)));
    outbox.add(numbers(0, 30));
    assertTrue(courier.inTrouble.await(DEADLINE_SECONDS, TimeUnit.SECONDS));

    long lost =
        assertTimeoutPreemptively(
            Duration.ofSeconds(DEADLINE_SECONDS),
            () ->
                outbox.finish(
                    () -> {
                      throw new IllegalStateException("down");
                    },
                    1,
                    TimeUnit.DAYS));

    assertEquals(30, lost);
  }

  @Test
  void serverThatTakesLongForMuchIsStillToldOfTheEnd() {
    CountDownLatch told = new CountDownLatch(1);
    AtomicInteger taken = new AtomicInteger();
    Recorder courier =
        new Recorder(true) {
          @Override
          public void deliver(List<Integer> batch) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            taken.incrementAndGet();
          }
        };
    Outbox<Integer> outbox = new Outbox<>(courier, 1, 10_000, PACE);
    outbox.add(numbers(0, 10_000)); // For a quarter of an hour.

    long lost = outbox.finish(told::countDown, 4, TimeUnit.SECONDS);

    assertEquals(0, told.getCount());
    assertEquals(10_000 - taken.get(), lost);
  }

  @Test
  void endThatIsRefusedIsToldOnce() {
    Recorder courier = new Recorder(true);
    Outbox<Integer> outbox = new Outbox<>(courier, 10, 1000, PACE);
    AtomicInteger lasts = new AtomicInteger();

    outbox.finish(
        () -> {
          lasts.incrementAndGet();
          throw new Outbox.RefusedException(new IllegalStateException("no such run"));
        },
        DEADLINE_SECONDS,
        TimeUnit.SECONDS);

    assertEquals(1, lasts.get());
    assertEquals(1, courier.troubles.size());
  }

  @Test
  void wayOnWhichSomethingIsRefusedIsReady() {
    Recorder courier =
        new Recorder(true) {
          @Override
          public void open() {
            throw new Outbox.RefusedException(new IllegalStateException("no such parameter"));
          }
        };
    Outbox<Integer> outbox = new Outbox<>(courier, 10, 1000, PACE);
    outbox.add(numbers(0, 5));

    assertEquals(0, finish(outbox));
    assertEquals(numbers(0, 5), courier.delivered());
    assertEquals(1, courier.troubles.size());
  }
}
