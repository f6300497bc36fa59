package dev.largo.spark;

import dev.largo.collective.SharedMemoryGroup;
import dev.largo.train.RunMonitor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * What driver and barrier tasks share in one JVM: the ranks' memory, the monitor, and the wish to
 * stop. Tasks find it by the run's id, since nothing of it can travel.
 */
final class LocalRun implements AutoCloseable {
  private static final Map<String, LocalRun> RUNS = new ConcurrentHashMap<>();

  private final String id;
  private final SharedMemoryGroup group;
  private final RunMonitor monitor;
  private final BooleanSupplier stopRequested;

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

  @Override
  public void close() {
    RUNS.remove(id);
  }
}
