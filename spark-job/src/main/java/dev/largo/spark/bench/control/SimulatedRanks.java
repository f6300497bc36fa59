package dev.largo.spark.bench.control;

import dev.largo.collective.net.TransportSettings;
import dev.largo.spark.coordination.CoordinatorAddress;
import dev.largo.train.Range;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The simulated ranks of one process. */
final class SimulatedRanks implements AutoCloseable {
  /** No measurement is longer. */
  private static final Duration LONGEST = Duration.ofMinutes(20);

  private static final long LOOK_MILLIS = 1;
  private static final long BEFORE_LOSS_MILLIS = 2000;

  private final TransportSettings settings;
  private final CoordinatorAddress driver;
  private final int generation;
  private final ControlLoad load;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(3);
  private final List<SimulatedRank> ranks = new ArrayList<>();
  private final List<Double> joined = new ArrayList<>();

  /** Ranks that have yet to connect. */
  SimulatedRanks(
      TransportSettings settings, CoordinatorAddress driver, int generation, ControlLoad load) {
    this.settings = settings;
    this.driver = driver;
    this.generation = generation;
    this.load = load;
  }

  /** Connects one after the other, since they share cores, then has all wait for all at once. */
  private void join(Range own) throws IOException, InterruptedException {
    for (int number = own.from(); number < own.to(); number++) {
      ranks.add(SimulatedRank.connect(settings, driver, generation, number, load));
    }
    long start = System.nanoTime();
    joined.addAll(
        each(
            ranks,
            rank -> {
              rank.join();
              return (System.nanoTime() - start) / 1e9;
            }));
  }

  /** Takes part in a run until it is to stop, then leaves it. */
  RanksReport live(Range own, String executor) throws IOException, InterruptedException {
    join(own);
    List<Double> steps = new ArrayList<>();
    ConcurrentHashMap<Integer, Instant> told = new ConcurrentHashMap<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    ranks.forEach(
        rank -> {
          CompletableFuture<Void> unused =
              rank.calledOff()
                  .thenAccept(
                      at -> {
                        end.completeExceptionally(
                            new IllegalStateException("rank " + rank.number() + " was called off"));
                      });
        });
    List<Future<?>> jobs = new ArrayList<>();
    jobs.add(
        clock.schedule(
            () -> ranks.forEach(SimulatedRank::measure),
            ControlBench.SETTLING.toMillis(),
            TimeUnit.MILLISECONDS));
    if (own.from() == 0) {
      long period = (long) (1e9 / load.stepsPerSecond());
      jobs.add(at(period, end, () -> step(ranks.get(0), steps)));
    }
    long[] checkpoints = {0};
    jobs.add(
        at(
            load.checkpointEvery().toNanos(),
            end,
            () -> {
              checkpoints[0]++;
              ranks.forEach(rank -> rank.checkpoint(checkpoints[0]));
            }));
    jobs.add(
        at(
            TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS),
            end,
            () -> {
              ranks.stream()
                  .filter(SimulatedRank::isToStop)
                  .forEach(rank -> told.putIfAbsent(rank.number(), Instant.now()));
              if (told.size() == ranks.size()) {
                end.complete(null);
              }
            }));
    await(end);
    jobs.forEach(job -> job.cancel(false));
    stopClock();
    long start = System.nanoTime();
    each(
        ranks,
        rank -> {
          rank.leave();
          return rank.number();
        });
    return report(executor, steps, List.copyOf(told.values()), (System.nanoTime() - start) / 1e9);
  }

  private static void step(SimulatedRank rank, List<Double> seconds) {
    double told = rank.step();
    if (rank.measures()) {
      seconds.add(told);
    }
  }

  /** The last rank dies without a word; the others wait until they are called off. */
  RanksReport lossy(Range own, String executor) throws IOException, InterruptedException {
    join(own);
    List<SimulatedRank> others = new ArrayList<>(ranks);
    if (own.to() == load.ranks()) {
      Future<?> unused =
          clock.schedule(
              others.remove(others.size() - 1)::close, BEFORE_LOSS_MILLIS, TimeUnit.MILLISECONDS);
    }
    List<Instant> told = new ArrayList<>();
    for (SimulatedRank rank : others) {
      told.add(await(rank.calledOff()));
    }
    return report(executor, List.of(), told, 0);
  }

  private RanksReport report(String executor, List<Double> steps, List<Instant> told, double left) {
    // Nothing is under way any more but a last beat of each.
    ranks.forEach(SimulatedRank::close);
    return new RanksReport(
        executor,
        settings.host(),
        joined,
        ranks.stream().flatMap(rank -> rank.roundTrips().stream()).toList(),
        steps,
        told,
        left,
        ranks.stream().mapToLong(SimulatedRank::answered).sum(),
        ranks.stream().mapToLong(SimulatedRank::steps).sum(),
        ranks.stream().mapToLong(SimulatedRank::parts).sum(),
        ranks.stream().mapToLong(SimulatedRank::unanswered).sum());
  }

  private Future<?> at(long periodNanos, CompletableFuture<Void> end, Runnable work) {
    return clock.scheduleAtFixedRate(
        () -> {
          try {
            work.run();
          } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
            throw e;
          }
        },
        periodNanos,
        periodNanos,
        TimeUnit.NANOSECONDS);
  }

  /** Whatever was due has been told when this returns. */
  private void stopClock() throws InterruptedException {
    clock.shutdown();
    if (!clock.awaitTermination(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the driver does not take in news");
    }
  }

  private static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("no end in " + LONGEST.toMinutes() + " minutes", e);
    }
  }

  /** What is to be done for each of many. */
  private interface Work<T, R> {
    R of(T each) throws IOException, InterruptedException;
  }

  private <T, R> List<R> each(List<T> all, Work<T, R> work) throws InterruptedException {
    List<CompletableFuture<R>> running = new ArrayList<>();
    for (T one : all) {
      CompletableFuture<R> done = new CompletableFuture<>();
      threads.execute(
          () -> {
            try {
              done.complete(work.of(one));
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
              done.completeExceptionally(e);
            }
          });
      running.add(done);
    }
    List<R> results = new ArrayList<>();
    for (CompletableFuture<R> one : running) {
      results.add(await(one));
    }
    return results;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdownNow();
    ranks.forEach(SimulatedRank::close);
  }
}
