package dev.largo.spark;

import dev.largo.collective.SharedMemoryGroup;
import dev.largo.train.RunMonitor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * What driver and barrier tasks share in one JVM: the ranks' memory, the monitor, and the wish to
 * stop. Tasks find it by the run's id, since nothing of it can travel.
 */
final class LocalRun implements AutoCloseable {
  /** How long ranks may take to notice that the run has ended. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Map<String, LocalRun> RUNS = new ConcurrentHashMap<>();

  private final String id;
  private final SharedMemoryGroup group;
  private final RunMonitor monitor;
  private final BooleanSupplier stopRequested;

  /** Ranks at work; guarded by this. */
  private int present;

  private LocalRun(
      String id, SharedMemoryGroup group, RunMonitor monitor, BooleanSupplier stopRequested) {
    this.id = id;
    this.group = group;
    this.monitor = monitor;
    this.stopRequested = stopRequested;
  }

  static LocalRun open(RunSpec spec, RunMonitor monitor, BooleanSupplier stopRequested) {
    LocalRun run =
        new LocalRun(spec.id(), new SharedMemoryGroup(spec.workers()), monitor, stopRequested);
    if (RUNS.putIfAbsent(spec.id(), run) != null) {
      throw new IllegalStateException("run " + spec.id() + " is already open in this JVM");
    }
    return run;
  }

  static LocalRun of(RunSpec spec) {
    LocalRun run = RUNS.get(spec.id());
    if (run == null) {
      throw new IllegalStateException(
          "run " + spec.id() + " is not open in this JVM: its workers must share the driver's");
    }
    return run;
  }

  SharedMemoryGroup group() {
    return group;
  }

  RunMonitor monitor() {
    return monitor;
  }

  BooleanSupplier stopRequested() {
    return stopRequested;
  }

  /** A rank begins. */
  synchronized void enter() {
    present++;
  }

  /** A rank has ended, in whatever way. */
  synchronized void leave() {
    present--;
    notifyAll();
  }

  /**
   * Ends the run. After a failure of one rank Spark leaves the others where they are: they are
   * called off at their next exchange and waited for, since they use what is closed next.
   */
  @Override
  public void close() {
    RUNS.remove(id);
    group.abort(new IllegalStateException("the run has ended"));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean interrupted = false;
    synchronized (this) {
      long left = PATIENCE.toMillis();
      while (present > 0 && left > 0) {
        try {
          wait(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
