package dev.largo.spark.bench.control;

import dev.largo.collective.net.PeerAddress;
import dev.largo.collective.net.TransportSettings;
import dev.largo.spark.coordination.CoordinatorAddress;
import dev.largo.spark.coordination.CoordinatorClient;
import dev.largo.train.Activity;
import dev.largo.train.CheckpointPart;
import dev.largo.train.LayerRecord;
import dev.largo.train.StepRecord;
import dev.largo.train.WrittenFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** A rank that computes nothing: its line to the driver is that of any rank. */
final class SimulatedRank implements AutoCloseable {
  private static final Duration JOINING = Duration.ofMinutes(2);

  /** A file of a checkpoint has a hash. */
  private static final String SHA256 = "0".repeat(64);

  private static final int FIRST_PORT = 20_000;

  private final int number;
  private final ControlLoad load;
  private final PeerAddress address;
  private final CoordinatorClient client;
  private final Activity activity = new Activity();
  private final AtomicLong beats = new AtomicLong();
  private final AtomicLong answeredBeats = new AtomicLong();
  private final ConcurrentLinkedQueue<Double> roundTrips = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Instant> calledOff;
  private final AtomicLong told = new AtomicLong();
  private volatile boolean measures;
  private long steps;
  private long parts;

  private SimulatedRank(
      int number,
      ControlLoad load,
      PeerAddress address,
      CoordinatorClient client,
      CompletableFuture<Instant> calledOff) {
    this.number = number;
    this.load = load;
    this.address = address;
    this.client = client;
    this.calledOff = calledOff;
  }

  /** Connects, and begins to beat, as a rank does before it joins. */
  static SimulatedRank connect(
      TransportSettings settings,
      CoordinatorAddress driver,
      int generation,
      int number,
      ControlLoad load)
      throws IOException, InterruptedException {
    CompletableFuture<Instant> calledOff = new CompletableFuture<>();
    CoordinatorClient client =
        CoordinatorClient.connect(
            settings, driver, generation, number, lost -> calledOff.complete(Instant.now()));
    PeerAddress address =
        new PeerAddress(settings.host(), FIRST_PORT + number, UUID.randomUUID().toString());
    SimulatedRank rank = new SimulatedRank(number, load, address, client, calledOff);
    rank.activity.at(0, "joining");
    client.beat(
        "executor-" + number,
        rank.activity,
        load.heartbeatTimeout(),
        () -> {
          rank.beats.incrementAndGet();
          return 0;
        },
        rank::answered);
    return rank;
  }

  private void answered(long nanos) {
    answeredBeats.incrementAndGet();
    if (measures) {
      roundTrips.add(nanos / 1e9);
    }
  }

  /** From now on heartbeats are timed. */
  void measure() {
    measures = true;
  }

  boolean measures() {
    return measures;
  }

  /**
   * Waits for all others.
   *
   * @throws IllegalStateException if the addresses are not those of all ranks
   */
  void join() throws IOException, InterruptedException {
    List<PeerAddress> peers = client.join(address, JOINING);
    if (peers.size() != load.ranks() || !peers.get(number).equals(address)) {
      throw new IllegalStateException(
          "rank %d was told %d addresses, its own %s of %s"
              .formatted(number, peers.size(), peers.get(number), address));
    }
    told.incrementAndGet();
  }

  int number() {
    return number;
  }

  boolean isToStop() {
    return client.stopRequested();
  }

  /** When the driver refused it, or was lost. */
  CompletableFuture<Instant> calledOff() {
    return calledOff;
  }

  /**
   * Tells of a step, as rank 0 does; the rank goes on when that returns.
   *
   * @return seconds that it took
   */
  double step() {
    steps++;
    activity.at(steps, "gradient");
    long start = System.nanoTime();
    client.step(record(steps));
    told.incrementAndGet();
    if (steps % ControlLoad.LAYERS_EVERY == 0) {
      client.layers(layers(steps, load.layers()));
      told.incrementAndGet();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Tells of its part of a checkpoint. */
  void checkpoint(long step) {
    parts++;
    told.incrementAndGet();
    String name = "state-" + number + "-" + step + ".bin";
    client.written(
        new CheckpointPart(step, number, List.of(new WrittenFile(name, 1L << 27, SHA256))));
  }

  /** Waits until the driver has taken in all its news. */
  void leave() throws IOException, InterruptedException {
    client.leave();
    told.incrementAndGet();
  }

  /** Messages that were answered. */
  long answered() {
    return told.get() + answeredBeats.get();
  }

  /** Heartbeats that were not answered, or not yet. */
  long unanswered() {
    return beats.get() - answeredBeats.get();
  }

  long parts() {
    return parts;
  }

  long steps() {
    return steps;
  }

  /** Of the heartbeats that were timed, in seconds. */
  List<Double> roundTrips() {
    return new ArrayList<>(roundTrips);
  }

  /** As a process that dies: without a word. */
  @Override
  public void close() {
    client.close();
  }

  private static StepRecord record(long step) {
    double third = step / 3.0; // as many digits as figures have
    return new StepRecord(
        step,
        third,
        third,
        third,
        8192,
        third,
        third,
        null,
        false,
        new StepRecord.Seconds(third, third, third, third, third),
        null,
        third,
        null);
  }

  private static List<LayerRecord> layers(long step, int count) {
    double third = step / 3.0;
    return IntStream.range(0, count)
        .mapToObj(i -> new LayerRecord(step, "layer-" + i, third, third, third, third, third))
        .toList();
  }
}
