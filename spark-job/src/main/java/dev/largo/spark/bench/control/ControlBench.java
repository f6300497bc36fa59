package dev.largo.spark.bench.control;

import dev.largo.bench.Spread;
import dev.largo.collective.net.TransportSettings;
import dev.largo.spark.bench.control.ControlResult.Loss;
import dev.largo.spark.bench.control.ControlResult.Times;
import dev.largo.spark.coordination.Attempt;
import dev.largo.spark.coordination.Coordinator;
import dev.largo.spark.coordination.CoordinatorAddress;
import dev.largo.spark.coordination.CoordinatorServer;
import dev.largo.train.RunEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A run's coordinator in this JVM, as the driver has it, under the control traffic of simulated
 * ranks elsewhere. What they tell is counted, not written.
 */
public final class ControlBench {
  /** What simulated ranks go through. */
  enum Scenario {
    /** They take part until the driver wishes them to stop. */
    LIVE,
    /** The last of them dies. */
    LOSSY
  }

  /** Where simulated ranks are run. */
  interface Place {
    /** Runs all of them; a report for each process. */
    CompletableFuture<List<RanksReport>> run(
        CoordinatorAddress driver, ControlLoad load, Scenario scenario);
  }

  private static final Duration PATIENCE = Duration.ofMinutes(20);

  /** What comes before the measurement, on both sides: the JVMs compile what they run. */
  static final Duration SETTLING = Duration.ofSeconds(3);

  /** Seconds that are measured without ranks, at most. */
  private static final int IDLE_ROUNDS = 10;

  private static final long LOOK_MILLIS = 500;

  private final TransportSettings settings;
  private final String host;
  private final int port;
  private final ControlLoad load;
  private final Place place;

  /**
   * A measurement.
   *
   * @param settings of the driver
   * @param host what ranks reach it by
   * @param port 0 for any that is free
   */
  ControlBench(TransportSettings settings, String host, int port, ControlLoad load, Place place) {
    this.settings = settings;
    this.host = host;
    this.port = port;
    this.load = load;
    this.place = place;
  }

  /**
   * Has the ranks take part for a while.
   *
   * @param rounds seconds of the measurement, at least 1
   * @throws IllegalStateException if a message was lost, or a rank missed
   */
  public ControlResult live(int rounds) throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    Recorded recorded = new Recorded();
    long idleHeap = DriverLoad.heap();
    int idleThreads = DriverLoad.threads();
    try (RunEvents events = new RunEvents(recorded);
        Line line = new Line(events, stop)) {
      DriverLoad before = DriverLoad.now(line.server.traffic());
      CompletableFuture<List<RanksReport>> ranks =
          place.run(line.server.address(), load, Scenario.LIVE);
      get(CompletableFuture.anyOf(line.attempt.going(), ranks));
      DriverLoad going = DriverLoad.now(line.server.traffic());
      TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos());
      List<DriverLoad> loads = loads(line, rounds, () -> requireAll(line, ranks));
      long heap = DriverLoad.heap();
      int threads = DriverLoad.threads();
      Instant wish = Instant.now();
      stop.set(true);
      List<RanksReport> reports = get(ranks);
      events.drain();
      List<DriverLoad> idle = loads(line, Math.min(rounds, IDLE_ROUNDS), () -> {});
      requireWhole(reports, recorded, line.server.traffic().messages());
      return new ControlResult(
          spread(loads, DriverLoad::messagesPerSecond),
          spread(loads, DriverLoad::receivedPerSecond),
          spread(loads, DriverLoad::sentPerSecond),
          spread(loads, DriverLoad::coresSince),
          spread(idle, DriverLoad::coresSince),
          (going.cpuNanos() - before.cpuNanos()) / 1e9,
          heap,
          idleHeap,
          threads,
          idleThreads,
          Times.of(all(reports, RanksReport::joined)),
          Times.of(all(reports, RanksReport::roundTrips)),
          Times.of(all(reports, RanksReport::stepsTold)),
          Times.of(since(wish, reports)),
          reports.stream().mapToDouble(RanksReport::left).max().orElseThrow(),
          line.server.traffic().messages(),
          recorded.steps());
    }
  }

  private static List<DriverLoad> loads(Line line, int rounds, Runnable check)
      throws InterruptedException {
    List<DriverLoad> loads = new ArrayList<>();
    long start = System.nanoTime();
    loads.add(DriverLoad.now(line.server.traffic()));
    for (int round = 1; round <= rounds; round++) {
      TimeUnit.NANOSECONDS.sleep(start + TimeUnit.SECONDS.toNanos(round) - System.nanoTime());
      loads.add(DriverLoad.now(line.server.traffic()));
      check.run();
    }
    return loads;
  }

  private static void requireAll(Line line, CompletableFuture<?> ranks) {
    line.attempt
        .silent()
        .ifPresent(
            loss -> {
              throw new IllegalStateException("missed " + loss.message());
            });
    if (ranks.isDone()) {
      throw new IllegalStateException("the ranks ended by themselves");
    }
  }

  /** Has a rank die, and the driver find out as it does in a run. */
  public Loss loss() throws InterruptedException {
    try (RunEvents events = new RunEvents(new Recorded());
        Line line = new Line(events, new AtomicBoolean())) {
      CompletableFuture<List<RanksReport>> ranks =
          place.run(line.server.address(), load, Scenario.LOSSY);
      Optional<Attempt.Loss> loss = line.attempt.silent();
      while (loss.isEmpty() && !ranks.isDone()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        loss = line.attempt.silent();
      }
      Instant noticed = Instant.now();
      line.coordinator.end();
      List<RanksReport> reports = get(ranks);
      Attempt.Loss found =
          loss.orElseThrow(() -> new IllegalStateException("the lost rank was not missed"));
      List<Double> told = since(noticed, reports);
      return new Loss(found.rank(), found.silence().toNanos() / 1e9, Times.of(told), told.size());
    }
  }

  /** Every message came, and came once, and every step is on record. */
  private static void requireWhole(List<RanksReport> reports, Recorded recorded, long taken) {
    long answered = sum(reports, RanksReport::answered);
    long open = sum(reports, RanksReport::unanswered);
    if (taken != answered || open != 0) {
      throw new IllegalStateException(
          "%d messages were answered and %d were not, but %d came"
              .formatted(answered, open, taken));
    }
    long steps = sum(reports, RanksReport::steps);
    if (recorded.steps() != steps || recorded.layers() != steps / ControlLoad.LAYERS_EVERY) {
      throw new IllegalStateException(
          "%d steps were told, %d of them and layers of %d recorded"
              .formatted(steps, recorded.steps(), recorded.layers()));
    }
  }

  private static List<Double> since(Instant start, List<RanksReport> reports) {
    return reports.stream()
        .flatMap(report -> report.told().stream())
        .map(at -> Duration.between(start, at).toNanos() / 1e9)
        .toList();
  }

  private static List<Double> all(
      List<RanksReport> reports, Function<RanksReport, List<Double>> figures) {
    return reports.stream().flatMap(report -> figures.apply(report).stream()).toList();
  }

  private static long sum(List<RanksReport> reports, ToLongFunction<RanksReport> of) {
    return reports.stream().mapToLong(of).sum();
  }

  /** A rate from each moment to the next. */
  private interface Rate {
    double between(DriverLoad later, DriverLoad earlier);
  }

  private static Spread spread(List<DriverLoad> loads, Rate rate) {
    List<Double> rates = new ArrayList<>();
    for (int i = 1; i < loads.size(); i++) {
      rates.add(rate.between(loads.get(i), loads.get(i - 1)));
    }
    return Spread.of(rates);
  }

  private static <T> T get(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("no end in " + PATIENCE.toMinutes() + " minutes", e);
    }
  }

  /** What the driver of a run has for its ranks. */
  private final class Line implements AutoCloseable {
    private final Attempt attempt =
        new Attempt(0, load.ranks(), load.heartbeatTimeout().toNanos(), System::nanoTime);
    private final Coordinator coordinator;
    private final CoordinatorServer server;

    Line(RunEvents events, AtomicBoolean stop) {
      coordinator = new Coordinator(events, stop::get);
      coordinator.begin(attempt);
      server =
          CoordinatorServer.listen(settings, host, port, UUID.randomUUID().toString(), coordinator);
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
