package dev.largo.spark.coordination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.collective.PeerLostException;
import dev.largo.collective.net.PeerAddress;
import dev.largo.train.Activity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who belongs to an attempt: ranks join it, beat, leave, fail, are called off. */
@Timeout(60)
final class CoordinatorTest extends CoordinatorFixture {
  private CompletableFuture<List<PeerAddress>> join(CoordinatorClient client, int rank) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return client.join(at(rank), PATIENCE);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void ranksLearnAllAddressesWhenTheLastHasJoined() throws Exception {
    begin(0, 2);
    CompletableFuture<List<PeerAddress>> first = join(client(0, 0), 0);
    assertFalse(first.isDone());

    CompletableFuture<List<PeerAddress>> second = join(client(0, 1), 1);

    assertEquals(List.of(at(0), at(1)), first.get(20, TimeUnit.SECONDS));
    assertEquals(first.get(), second.get(20, TimeUnit.SECONDS));
  }

  @Test
  void ranksOfALaterAttemptLearnItsOwnAddresses() throws Exception {
    for (int generation = 0; generation < 2; generation++) {
      begin(generation, 1);
      CoordinatorClient client = client(generation, 0);
      PeerAddress own = at(100 + generation);

      assertEquals(List.of(own), client.join(own, PATIENCE));
    }
  }

  /** Whoever closes with an answer under way leaves the driver with an error to log. */
  @Test
  void rankThatHasLeftHasNoAnswerUnderWay() throws Exception {
    begin(0, 1);
    CoordinatorClient client = client(0, 0);
    AtomicLong sent = new AtomicLong();
    AtomicLong answered = new AtomicLong();
    CountDownLatch beaten = new CountDownLatch(20);
    client.beat(
        "executor-0",
        new Activity(),
        Duration.ofMillis(60), // so that beats are ten milliseconds apart
        () -> {
          beaten.countDown();
          return sent.incrementAndGet();
        },
        nanos -> answered.incrementAndGet());
    assertTrue(beaten.await(20, TimeUnit.SECONDS));

    client.leave();

    assertEquals(sent.get(), answered.get());
    assertEquals(sent.get() + 1, server.traffic().messages());
  }

  @Test
  void joiningEndsWhenTheOthersDoNotCome() throws Exception {
    begin(0, 2);
    CoordinatorClient alone = client(0, 0);

    PeerLostException e =
        assertThrows(PeerLostException.class, () -> alone.join(at(0), Duration.ofMillis(200)));

    assertEquals("the other ranks have not joined in 0 s", e.getMessage());
  }

  @Test
  void wishToStopReachesTheRanks() throws Exception {
    begin(0, 1);
    CoordinatorClient client = client(0, 0);
    client.step(step(1, 1, 1));
    client.leave();
    assertFalse(client.stopRequested());

    stop.set(true);
    client.step(step(2, 1, 1));
    client.leave();

    assertTrue(client.stopRequested());
  }

  @Test
  void ranksOfAnOlderAttemptAreCalledOff() throws Exception {
    begin(0, 1);
    CoordinatorClient zombie = client(0, 0);
    begin(1, 1);

    zombie.step(step(7, 1, 1));

    Throwable told = lost.poll(20, TimeUnit.SECONDS);
    assertInstanceOf(DriverLostException.class, told);
    assertTrue(String.valueOf(told.getMessage()).contains("attempt 0 is over"), told::toString);
    assertEquals(List.of(), recorded.all);
  }

  @Test
  void rankWhoseHeartStopsIsFoundSilentAlsoBeforeItHasJoined() {
    Attempt attempt = begin(0, 3);
    attempt.heartbeat(new Message.Heartbeat(0, 0, "host", "executor-0", 0, "joining", 0));
    attempt.heartbeat(new Message.Heartbeat(0, 1, "host", "executor-1", 9, "update", 0));
    attempt.left(1); // It has come to its end: its silence is no loss.
    assertTrue(attempt.silent().isEmpty());

    clock.addAndGet(2_000_000_000L);

    Attempt.Loss loss = attempt.silent().orElseThrow();
    assertEquals(0, loss.rank());
    assertEquals("executor-0", loss.executor());
    assertEquals(
        "rank 0 on host (executor executor-0), joining: not heard of for 2 s", loss.message());
  }

  @Test
  void heartbeatsSayWhatARankDoes() throws Exception {
    Attempt attempt = begin(0, 1);
    CoordinatorClient client = client(0, 0);
    join(client, 0).get(20, TimeUnit.SECONDS);
    CountDownLatch beaten = new CountDownLatch(3);
    Activity activity = new Activity();
    activity.at(17, "reduce");

    client.beat(
        "executor-0",
        activity,
        Duration.ofSeconds(2),
        () -> {
          beaten.countDown();
          return 5;
        });
    assertTrue(beaten.await(20, TimeUnit.SECONDS));

    String message = attempt.removed("executor-0", "exited").orElseThrow().message();
    assertEquals("rank 0 on 127.0.0.1 (executor executor-0), step 17, reduce: exited", message);
    assertEquals(5, attempt.refused());
    assertTrue(attempt.removed("executor-9", "exited").isEmpty());
    assertEquals(Set.of("executor-0"), attempt.lingering());
  }

  @Test
  void firstCauseIsTheRanksOwnFailureWhateverCameOfIt() throws Exception {
    Attempt attempt = begin(0, 2);
    CoordinatorClient first = client(0, 0);
    CoordinatorClient second = client(0, 1);
    first.failed(failure(0, WorkerFailure.Kind.PEER_LOST, "rank 1: connection lost"));
    coordinator.end();
    second.failed(failure(1, WorkerFailure.Kind.OWN, "no such file"));

    assertEquals(
        "rank 1 on host, step 3, data: no such file", attempt.firstOwn().orElseThrow().toString());
    assertEquals(0, attempt.firstLoss().orElseThrow().rank());
  }

  @Test
  void strangersAreRefused() throws Exception {
    begin(0, 1);
    CoordinatorClient stranger =
        CoordinatorClient.connect(
            settings,
            new CoordinatorAddress("127.0.0.1", server.address().port(), "another"),
            0,
            0,
            lost::add);
    clients.add(stranger);
    assertThrows(IOException.class, () -> stranger.join(at(0), PATIENCE));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertEquals(-1, socket.getInputStream().read());
    }
    assertEquals(2, server.refused());
  }

  private static WorkerFailure failure(int rank, WorkerFailure.Kind kind, String message) {
    return new WorkerFailure(rank, "host", "step 3, data", kind, "IOException", message);
  }
}
