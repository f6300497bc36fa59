package dev.largo.spark;

import dev.largo.config.RecoveryConfig;
import dev.largo.spark.coordination.Attempt;
import dev.largo.train.Checkpoint;
import dev.largo.train.Checkpoints;
import dev.largo.train.RecoveryRecord;
import dev.largo.train.RunEvents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What stands between an attempt that was lost and the next one. */
final class Recovery {
  /** How long the tasks of a lost attempt may take to end when they have been interrupted. */
  private static final Duration ENDING = Duration.ofSeconds(10);

  private final RecoveryConfig config;
  private final Retries retries;
  private final ExecutorWatch executors;
  private final RunEvents events;
  private final BooleanSupplier stopRequested;
  private final Consumer<String> say;
  private Instant noticed = Instant.EPOCH;
  private long noticedNanos;
  private long reached;
  private String cause = "";
  private volatile boolean recorded = true;

  Recovery(
      RunSpec spec,
      ExecutorWatch executors,
      RunEvents events,
      BooleanSupplier stopRequested,
      Consumer<String> say) {
    this.config = spec.config().recovery();
    this.retries = new Retries(config.retries());
    this.executors = executors;
    this.events = events;
    this.stopRequested = stopRequested;
    this.say = say;
  }

  /**
   * Clears up after an attempt.
   *
   * @return the next one
   * @throws IOException if there is to be none: too many failed, or too few workers are left
   */
  RunSpec from(Attempt attempt, WorkersLostException loss, RunSpec spec)
      throws IOException, InterruptedException {
    if (recorded) {
      // Of losses one upon the other the first counts.
      recorded = false;
      noticed = Instant.now();
      noticedNanos = System.nanoTime();
      reached = Math.max(attempt.reached(), spec.done());
      cause = String.valueOf(loss.getMessage());
    }
    say.accept("lost " + loss.getMessage());
    retries.count(loss, attempt.reached());
    for (String executor : executors.awaitEnd(ENDING, attempt::lingering)) {
      // A task that does not end would keep its slot for ever.
      executors.replace(executor);
    }
    int workers = workers(spec);
    // What the lost attempt has reported may still be on its way to being a checkpoint.
    events.drain();
    long done = newestStep(spec);
    events.rewound(done);
    events.drain();
    say.accept("going on after step %d with %d workers".formatted(done, workers));
    return spec.next(workers, done);
  }

  private long newestStep(RunSpec spec) throws IOException {
    Checkpoints checkpoints = spec.checkpoints();
    Optional<Checkpoint> newest = checkpoints.newestGood(say);
    if (newest.isEmpty() && checkpoints.exist()) {
      throw new IOException(spec.directory() + ": none of its checkpoints is whole; restore one");
    }
    return newest.map(Checkpoint::step).orElse(0L);
  }

  /** Has the recovery recorded as soon as the attempt has made a step. */
  void recordOnce(Attempt attempt, RunSpec spec) {
    CompletableFuture<Void> unused = attempt.going().thenAccept(step -> record(spec));
  }

  private void record(RunSpec spec) {
    double seconds = (System.nanoTime() - noticedNanos) / 1e9;
    RecoveryRecord recovery =
        new RecoveryRecord(noticed, reached, spec.done(), cause, spec.workers(), seconds);
    recorded = true;
    CompletableFuture<Void> unused = events.tell(monitor -> monitor.recovered(recovery));
  }

  private int workers(RunSpec spec) throws IOException, InterruptedException {
    int wanted = spec.workers();
    boolean auto = spec.config().workers().isAuto();
    int slots = executors.await(wanted, config.replacementWait(), stopRequested);
    if (slots >= 1 && auto) {
      return Math.min(slots, spec.config().mostWorkers());
    }
    if (slots < wanted && !stopRequested.getAsBoolean()) {
      throw new IOException(
          "workers = %d: the cluster has %d task slots left, %d s after it lost %s (recovery.replacement-wait); resume the run when it has enough, or train with workers = auto"
              .formatted(wanted, slots, config.replacementWait().toSeconds(), cause));
    }
    return wanted;
  }
}
