package dev.largo.spark.coordination;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.collective.PeerLostException;
import dev.largo.collective.net.PeerAddress;
import dev.largo.collective.net.TransportSettings;
import dev.largo.optim.noise.NoiseEstimate;
import dev.largo.train.Activity;
import dev.largo.train.CheckpointPart;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.Histogram;
import dev.largo.train.HistogramRecord;
import dev.largo.train.HistogramRecord.Kind;
import dev.largo.train.LayerRecord;
import dev.largo.train.RefinementRecord;
import dev.largo.train.RunEvents;
import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;
import dev.largo.train.WrittenFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.network.util.MapConfigProvider;
import org.apache.spark.network.util.TransportConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ranks and driver over a real connection, in one JVM. */
@Timeout(60)
final class CoordinatorTest {
  private static final String TOKEN = "0123";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Recorded recorded = new Recorded();
  private final RunEvents events = new RunEvents(recorded);
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong clock = new AtomicLong();
  private final Coordinator coordinator = new Coordinator(events, stop::get);
  private final TransportSettings settings =
      new TransportSettings(
          new TransportConf("largo", new MapConfigProvider(Map.of())), "127.0.0.1", null, null);
  private final CoordinatorServer server =
      CoordinatorServer.listen(settings, "127.0.0.1", 0, TOKEN, coordinator);
  private final List<CoordinatorClient> clients = new ArrayList<>();
  private final BlockingQueue<Throwable> lost = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    clients.forEach(CoordinatorClient::close);
    server.close();
    events.close();
  }

  private Attempt begin(int generation, int worldSize) {
    Attempt attempt = new Attempt(generation, worldSize, 1000, clock::get);
    coordinator.begin(attempt);
    return attempt;
  }

  private CoordinatorClient client(int generation, int rank) throws Exception {
    CoordinatorClient client =
        CoordinatorClient.connect(settings, server.address(), generation, rank, lost::add);
    clients.add(client);
    return client;
  }

  private static PeerAddress at(int port) {
    return new PeerAddress("127.0.0.1", port, "process-" + port);
  }

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
  void refinedReplicasCountAsProgress() throws Exception {
    Attempt attempt = begin(0, 2);
    RefinementRecord second =
        new RefinementRecord(40, 2, 3, 28, 56, 1, 2, 0.1 + 0.2, 0.75, 1.5, 1000);

    CoordinatorClient client = client(0, 1);
    client.refinement(second);
    client.leave();

    assertEquals(List.of(second), recorded.all);
    assertEquals(40 + 56 + 28, attempt.reached());
    assertEquals(40L + 56 + 28, attempt.going().get(20, TimeUnit.SECONDS));
  }

  @Test
  void newsIsRecordedInItsOrderAndExactly() throws Exception {
    begin(0, 1);
    CoordinatorClient client = client(0, 0);
    StepRecord odd = step(1, Double.NaN, 0.1 + 0.2);
    LayerRecord layer = new LayerRecord(1, "conv", 1e-300, Double.POSITIVE_INFINITY, 1, 2, 3);
    HistogramRecord histogram =
        new HistogramRecord(
            1, "conv", Kind.GRADIENT, Histogram.of(FloatBuffer.wrap(new float[] {0.1f, -3, 3})));
    EvaluationRecord evaluation = new EvaluationRecord(1, 1.0 / 3, "swa", 0.5, 0.75, 1.5, 50);

    client.step(odd);
    client.layers(List.of(layer));
    client.histograms(List.of(histogram));
    client.evaluation(evaluation);
    for (int i = 2; i < 300; i++) {
      client.step(step(i, i, i));
    }
    client.leave();

    assertEquals(
        List.of(odd, List.of(layer), List.of(histogram), evaluation), recorded.all.subList(0, 4));
    assertEquals(302, recorded.all.size());
    assertEquals(step(299, 299, 299), recorded.all.get(301));
  }

  /** All at once they could be more than a message may be. */
  @Test
  void manyHistogramsComeInPieces() throws Exception {
    begin(0, 1);
    CoordinatorClient client = client(0, 0);
    client.join(at(0), PATIENCE); // Who is not known yet may send little.
    List<HistogramRecord> all =
        IntStream.range(0, 1201)
            .mapToObj(
                i ->
                    new HistogramRecord(
                        1,
                        "conv" + i,
                        Kind.GRADIENT,
                        Histogram.of(FloatBuffer.wrap(new float[] {i}))))
            .toList();

    client.histograms(all);
    client.leave();

    assertEquals(
        List.of(all.subList(0, 500), all.subList(500, 1000), all.subList(1000, 1201)),
        recorded.all);
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
  void failureToRecordComesBackToTheRank() throws Exception {
    begin(0, 1);
    recorded.refuse = true;
    CoordinatorClient client = client(0, 0);

    client.step(step(1, 1, 1));

    Throwable told = lost.poll(20, TimeUnit.SECONDS);
    assertInstanceOf(DriverLostException.class, told);
    assertThrows(IOException.class, client::leave);
    assertEquals("the disk is full", requireNonNull(events.failure()).getMessage());
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

  @Test
  void partsOfCheckpointsTravelWhole() {
    CheckpointPart part =
        new CheckpointPart(8, 1, List.of(new WrittenFile("state-0-9.bin", 1L << 40, "ab")));
    Message message = new Message.Written(3, part);

    Envelope back = decoded(new Envelope(TOKEN, message));

    assertEquals(message, back.message());
  }

  private static Envelope decoded(Envelope envelope) {
    try {
      return Json.decode(Json.encode(envelope), Envelope.class);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static WorkerFailure failure(int rank, WorkerFailure.Kind kind, String message) {
    return new WorkerFailure(rank, "host", "step 3, data", kind, "IOException", message);
  }

  private static StepRecord step(long number, double loss, double rate) {
    return new StepRecord(
        number,
        0.5,
        loss,
        rate,
        48,
        1,
        1000,
        null,
        false,
        new StepRecord.Seconds(1, 2, 3, 4, 10),
        null,
        0.25,
        new NoiseEstimate(0.5, 12));
  }

  /** Keeps what it is told. */
  private static final class Recorded implements RunMonitor {
    private final List<Object> all = new ArrayList<>();
    private boolean refuse;

    @Override
    public void step(StepRecord step) {
      if (refuse) {
        throw new IllegalStateException("the disk is full");
      }
      all.add(step);
    }

    @Override
    public void layers(List<LayerRecord> layers) {
      all.add(layers);
    }

    @Override
    public void histograms(List<HistogramRecord> histograms) {
      all.add(histograms);
    }

    @Override
    public void refinement(RefinementRecord refinement) {
      all.add(refinement);
    }

    @Override
    public void evaluation(EvaluationRecord evaluation) {
      all.add(evaluation);
    }
  }
}
