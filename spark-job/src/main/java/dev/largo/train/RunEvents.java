package dev.largo.train;

import dev.largo.data.BadSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a run, recorded in its order on one thread: records and commits cost a step no
 * time, and a monitor is called by one thread at a time whoever brings the news.
 */
public final class RunEvents implements RunMonitor, PartListener, AutoCloseable {
  /** Events that may wait; whoever brings more is held up. */
  private static final int MOST_WAITING = 1024;

  private static final int LONGEST_CLOSE_SECONDS = 60;
  private static final int LONGEST_DRAIN_MINUTES = 10;

  private final RunMonitor monitor;
  private final Semaphore room = new Semaphore(MOST_WAITING);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "largo-events");
            made.setDaemon(true);
            return made;
          });
  private volatile Commits commits = part -> {};

  /** Events for a monitor. */
  public RunEvents(RunMonitor monitor) {
    this.monitor = monitor;
  }

  /**
   * Where parts of checkpoints go from now on.
   *
   * @param committer made for the monitor; called on the events' own thread
   */
  public void commitTo(Function<RunMonitor, CheckpointCommitter> committer) {
    commits = committer.apply(monitor)::written;
  }

  @Override
  public void step(StepRecord step) {
    later(() -> monitor.step(step));
  }

  @Override
  public void layers(List<LayerRecord> layers) {
    later(() -> monitor.layers(layers));
  }

  @Override
  public void histograms(List<HistogramRecord> histograms) {
    later(() -> monitor.histograms(histograms));
  }

  @Override
  public void evaluation(EvaluationRecord evaluation) {
    later(() -> monitor.evaluation(evaluation));
  }

  @Override
  public void checkpoint(long step) {
    later(() -> monitor.checkpoint(step));
  }

  @Override
  public void rewound(long step) {
    later(() -> monitor.rewound(step));
  }

  @Override
  public void badSample(BadSample sample) {
    later(() -> monitor.badSample(sample));
  }

  @Override
  public void refinement(RefinementRecord refinement) {
    later(() -> monitor.refinement(refinement));
  }

  @Override
  public void recovered(RecoveryRecord recovery) {
    later(() -> monitor.recovered(recovery));
  }

  @Override
  public void written(CheckpointPart part) {
    Commits to = commits;
    later(() -> commit(to, part));
  }

  /** Has the monitor told something, without holding up the caller; ends when that is done. */
  public CompletableFuture<Void> tell(Consumer<RunMonitor> event) {
    return submit(() -> event.accept(monitor));
  }

  /** Commits a part of a checkpoint, without holding up the caller; ends when that is done. */
  public CompletableFuture<Void> commit(CheckpointPart part) {
    Commits to = commits;
    return submit(() -> commit(to, part));
  }

  /** The first failure to record something, which ends the run; null if there was none. */
  public @Nullable Throwable failure() {
    return failure.get();
  }

  /** Waits until everything so far is recorded. Throws what {@link #failure} tells. */
  public void drain() throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    thread.execute(reached::countDown);
    if (!reached.await(LONGEST_DRAIN_MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException(
          "the run directory has not taken its records for %d minutes; see to its file system"
              .formatted(LONGEST_DRAIN_MINUTES));
    }
    requireSound();
  }

  /** Where parts go. */
  private interface Commits {
    void written(CheckpointPart part) throws IOException;
  }

  private static void commit(Commits to, CheckpointPart part) {
    try {
      to.written(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void later(Runnable event) {
    requireSound();
    room.acquireUninterruptibly();
    CompletableFuture<Void> unused =
        submit(event).whenComplete((nothing, failed) -> room.release());
  }

  private CompletableFuture<Void> submit(Runnable event) {
    return CompletableFuture.runAsync(
        () -> {
          requireSound();
          try {
            event.run();
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            throw e;
          }
        },
        thread);
  }

  private void requireSound() {
    Throwable first = failure.get();
    if (first instanceof Error error) {
      throw error;
    }
    if (first != null) {
      throw (RuntimeException) first;
    }
  }

  /** Records what is waiting, and ends. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
