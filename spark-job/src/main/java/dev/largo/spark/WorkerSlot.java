package dev.largo.spark;

import dev.largo.engine.device.GpuAddress;
import dev.largo.train.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * A worker that outlives the short tasks of {@code driver} mode, with a thread of its own: DL4J's
 * workspaces and OpenMP's thread count belong to a thread, and Spark gives each task another one.
 */
final class WorkerSlot implements AutoCloseable {
  private static final Map<String, WorkerSlot> SLOTS = new ConcurrentHashMap<>();

  private final ExecutorService thread;
  private final Worker worker;

  private WorkerSlot(RunSpec spec, int rank, Optional<GpuAddress> gpu) {
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "largo-rank-" + rank);
              made.setDaemon(true);
              return made;
            });
    try {
      worker = call(() -> Workers.open(spec, rank, gpu));
    } catch (IOException e) {
      thread.shutdown();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      thread.shutdown();
      throw e;
    }
  }

  /**
   * The slot of a rank in this JVM, on the GPU of the current task; made by the first task that
   * asks. Those of other runs go.
   */
  static WorkerSlot of(RunSpec spec, int rank) {
    closeIf(key -> !key.startsWith(spec.id() + "/"));
    Optional<GpuAddress> gpu = AssignedGpu.ofTask();
    String place = gpu.isPresent() ? rank + "@" + gpu.get() : String.valueOf(rank);
    return SLOTS.computeIfAbsent(spec.id() + "/" + place, key -> new WorkerSlot(spec, rank, gpu));
  }

  /** Closes all slots of a run in this JVM. */
  static void closeAll(String runId) {
    closeIf(key -> key.startsWith(runId + "/"));
  }

  private static void closeIf(Predicate<String> chosen) {
    for (String key : List.copyOf(SLOTS.keySet())) {
      if (chosen.test(key)) {
        WorkerSlot slot = SLOTS.remove(key);
        if (slot != null) {
          slot.close();
        }
      }
    }
  }

  Worker worker() {
    return worker;
  }

  /** Does something with the worker, in the worker's thread. */
  <T> T call(Callable<T> work) throws IOException {
    Future<T> done = thread.submit(work);
    try {
      return done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        // Thrown on, it would make Spark end the JVM and try again elsewhere.
        throw new IllegalStateException("a worker failed: " + error);
      }
      throw TaskFailure.unwrap(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      done.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the task was interrupted", e);
    }
  }

  @Override
  public void close() {
    thread.execute(worker::close);
    thread.shutdown();
  }
}
