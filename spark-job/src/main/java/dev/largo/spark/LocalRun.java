package dev.largo.spark;

import dev.largo.collective.Collective;
import dev.largo.collective.SharedMemoryGroup;
import dev.largo.data.BadSample;
import dev.largo.train.Activity;
import dev.largo.train.PartListener;
import dev.largo.train.RefinementRecord;
import dev.largo.train.RunEvents;
import dev.largo.train.RunMonitor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What driver and barrier tasks share in one JVM: the ranks' memory, the events, and the wish to
 * stop. Tasks find it by the run's id, since nothing of it can travel.
 */
final class LocalRun implements AutoCloseable {
  /** How long ranks may take to notice that the run has ended. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Map<String, LocalRun> RUNS = new ConcurrentHashMap<>();

  private final String id;
  private final SharedMemoryGroup group;
  private final RunEvents events;
  private final BooleanSupplier stopRequested;

  /** Ranks at work; guarded by this. */
  private int present;

  private LocalRun(
      String id, SharedMemoryGroup group, RunEvents events, BooleanSupplier stopRequested) {
    this.id = id;
    this.group = group;
    this.events = events;
    this.stopRequested = stopRequested;
  }

  /**
   * Opens a run.
   *
   * @param ranks that take a seat
   */
  static LocalRun open(RunSpec spec, int ranks, RunEvents events, BooleanSupplier stopRequested) {
    LocalRun run = new LocalRun(spec.id(), new SharedMemoryGroup(ranks), events, stopRequested);
    if (RUNS.putIfAbsent(spec.id(), run) != null) {
      throw new IllegalStateException("run " + spec.id() + " is already open in this JVM");
    }
    return run;
  }

  static LocalRun of(RunSpec spec) {
    LocalRun run = RUNS.get(spec.id());
    if (run == null) {
      throw new IllegalStateException("run " + spec.id() + " is not open in this JVM");
    }
    return run;
  }

  SharedMemoryGroup group() {
    return group;
  }

  /** A rank begins. */
  synchronized Seat seat(int rank) {
    present++;
    return new LocalSeat(rank);
  }

  private synchronized void leave() {
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

  private final class LocalSeat implements Seat {
    private final int rank;
    private final Activity activity = new Activity();

    private LocalSeat(int rank) {
      this.rank = rank;
    }

    @Override
    public Collective collective() {
      return group.member(rank);
    }

    @Override
    public RunMonitor monitor() {
      return rank == 0 ? events : RunMonitor.NONE;
    }

    @Override
    public PartListener parts() {
      return events;
    }

    @Override
    public Consumer<BadSample> badSamples() {
      return events::badSample;
    }

    @Override
    public Consumer<RefinementRecord> refinements() {
      return events::refinement;
    }

    @Override
    public BooleanSupplier stopRequested() {
      return stopRequested;
    }

    @Override
    public Activity activity() {
      return activity;
    }

    @Override
    public void leave() throws InterruptedException {
      events.drain();
    }

    @Override
    public void fail(Throwable why) {
      group.abort(why);
    }

    @Override
    public void close() {
      LocalRun.this.leave();
    }
  }
}
