package dev.largo.spark;

import dev.largo.spark.coordination.Attempt;
import dev.largo.spark.coordination.Attempt.Loss;
import dev.largo.spark.coordination.Coordinator;
import dev.largo.spark.coordination.WorkerFailure;
import dev.largo.train.RunEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs an attempt, watches over it, and finds out why it failed. */
final class AttemptRunner {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);

  /** How long Spark may take to tell of an executor that other workers miss already. */
  private static final Duration NEWS = Duration.ofSeconds(3);

  /** How long tasks may take to join that Spark has slots for: they fetch the jar first. */
  private static final Duration JOINING = Duration.ofMinutes(2);

  private static final long LOOK_NANOS = 500_000_000;

  private final BarrierJob job;
  private final ExecutorWatch executors;
  private final RunEvents events;
  private final Coordinator coordinator;
  private final BooleanSupplier stopRequested;

  AttemptRunner(
      JavaSparkContext spark,
      ExecutorWatch executors,
      RunEvents events,
      Coordinator coordinator,
      BooleanSupplier stopRequested) {
    this.stopRequested = stopRequested;
    this.job = new BarrierJob(spark);
    this.executors = executors;
    this.events = events;
    this.coordinator = coordinator;
  }

  /**
   * Runs to the end.
   *
   * @throws WorkersLostException if it failed in a way that another attempt may not
   */
  Outcome run(Attempt attempt, RunSpec spec, float[] parameters)
      throws IOException, InterruptedException {
    Commits.begin(spec, spec.workers(), events);
    coordinator.begin(attempt);
    Watch watch = new Watch(attempt, spec);
    ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();
    try {
      Future<?> unused =
          watcher.scheduleWithFixedDelay(
              () -> look(watch), LOOK_NANOS, LOOK_NANOS, TimeUnit.NANOSECONDS);
      Outcome outcome = job.run(spec, parameters);
      events.drain();
      return outcome;
    } catch (SparkException | RuntimeException e) {
      coordinator.end();
      throw cause(watch, e);
    } finally {
      watcher.shutdownNow();
      coordinator.end();
      if (attempt.refused() > 0) {
        LOG.warn(
            "workers have closed {} connections that are not of this run, or not well-formed",
            attempt.refused());
      }
    }
  }

  private void look(Watch watch) {
    long now = System.nanoTime();
    boolean late = now - watch.looked > 4 * LOOK_NANOS;
    watch.looked = now;
    if (late) {
      return; // This JVM stood still: heartbeats may be waiting to be heard.
    }
    Attempt attempt = watch.attempt;
    Optional<Loss> silent = attempt.silent();
    boolean idle = !attempt.isComplete() && (stopRequested.getAsBoolean() || now > watch.joinBy);
    if (silent.isPresent() && watch.silent == null) {
      watch.silent = silent.get();
      job.cancel(watch.spec);
      // It may hold its slot for ever, so another takes its place.
      executors.replace(silent.get().executor());
    } else if (idle || events.failure() != null) {
      job.cancel(watch.spec);
    }
  }

  /** The first cause, whatever came of it later and elsewhere. */
  private RuntimeException cause(Watch watch, Exception seen)
      throws IOException, InterruptedException {
    Attempt attempt = watch.attempt;
    Throwable unrecorded = events.failure();
    if (unrecorded != null) {
      return TaskFailure.unwrap(unrecorded);
    }
    Optional<WorkerFailure> own = attempt.firstOwn();
    if (own.isPresent()) {
      return new WorkerException(own.get(), seen);
    }
    Loss silent = watch.silent;
    if (silent != null) {
      return new WorkersLostException(silent.message(), seen);
    }
    if (!(seen instanceof SparkException)) {
      return TaskFailure.unwrap(seen);
    }
    Optional<Loss> removed =
        executors.awaitRemoved(NEWS, e -> attempt.removed(e.getKey(), e.getValue()));
    if (removed.isPresent()) {
      return new WorkersLostException(removed.get().message(), seen);
    }
    return new WorkersLostException(
        attempt.firstLoss().map(WorkerFailure::toString).orElse(told(seen)), seen);
  }

  /** Spark puts what a task said behind a line of its own. */
  private static String told(Exception seen) {
    List<String> lines =
        String.valueOf(seen.getMessage()).lines().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? seen.toString() : lines.get(Math.min(1, lines.size() - 1));
  }

  /** What is known of the attempt at hand by looking at it from time to time. */
  private static final class Watch {
    private final Attempt attempt;
    private final RunSpec spec;
    private final long joinBy;
    private long looked = System.nanoTime();
    private volatile @Nullable Loss silent;

    private Watch(Attempt attempt, RunSpec spec) {
      this.attempt = attempt;
      this.spec = spec;
      Duration replacement = spec.config().recovery().replacementWait();
      joinBy = looked + JOINING.plus(replacement).toNanos();
    }
  }
}
