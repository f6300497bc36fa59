package dev.largo.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes one rank's part of each checkpoint, in a thread of its own, while training goes on: its
 * slice's state and, on rank 0, the model. A {@link CheckpointCommitter} makes parts a checkpoint.
 *
 * <p>Used by one thread. At most one part is being written: there is one copy of the state.
 */
public final class Checkpointer implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final Checkpoints checkpoints;
  private final int rank;
  private final ParameterServer server;
  private final TrainingState state;
  private final ModelWriter models;
  private final PartListener parts;
  private final ExecutorService thread;

  /** The copies that are written from; the writing thread's until the write has ended. */
  private final SliceState snapshot;

  private float[] model = {};
  private @Nullable Future<?> writing;

  /**
   * A writer that has nothing to write yet.
   *
   * @param checkpoints of the attempt that the rank takes part in
   * @param parts told of each part, in the writing thread
   */
  public Checkpointer(
      Checkpoints checkpoints,
      int rank,
      ParameterServer server,
      TrainingState state,
      ModelWriter models,
      PartListener parts) {
    this.checkpoints = checkpoints;
    this.rank = rank;
    this.server = server;
    this.state = state;
    this.models = models;
    this.parts = parts;
    snapshot = new SliceState(server.slice());
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "largo-checkpoint-" + rank);
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Copies the state after a step and begins to write it; waits first for the write before. Every
   * rank makes the call.
   *
   * @throws IOException if the write before failed
   */
  public void save(long step) throws IOException, InterruptedException {
    finish();
    snapshot.become(state.live());
    float[] parameters = server.exactParameters();
    if (rank == 0) {
      if (model.length == 0) {
        model = new float[parameters.length];
      }
      System.arraycopy(parameters, 0, model, 0, model.length);
    }
    writing =
        thread.submit(
            () -> {
              parts.written(new CheckpointPart(step, rank, write(step)));
              return null;
            });
  }

  /**
   * Waits for the write that is under way, if there is one.
   *
   * @throws IOException if it failed
   */
  public void finish() throws IOException, InterruptedException {
    if (writing == null) {
      return;
    }
    try {
      writing.get();
      writing = null;
    } catch (ExecutionException e) {
      writing = null;
      throw unwrap(e);
    }
  }

  /** Gives a write that is under way, after a failure of something else, a while to end well. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      thread.shutdownNow();
    }
  }

  private List<WrittenFile> write(long step) throws IOException {
    List<WrittenFile> files = new ArrayList<>();
    if (snapshot.slice().length() > 0) {
      files.add(write(step, Checkpoint.stateFile(snapshot.slice()), snapshot::write));
    }
    if (rank == 0) {
      files.add(write(step, Checkpoint.MODEL, out -> models.write(model, out)));
    }
    return files;
  }

  private WrittenFile write(long step, String name, Storage.Content content) throws IOException {
    try {
      return checkpoints.write(step, name, content);
    } catch (IOException e) {
      throw new IOException(
          "rank %d cannot write %s of the checkpoint of step %d: %s"
              .formatted(rank, name, step, e.getMessage()),
          e);
    }
  }

  /** The failure of the write, which is as good here as where it happened. */
  private static RuntimeException unwrap(ExecutionException failure) throws IOException {
    Throwable cause = failure.getCause();
    if (cause instanceof IOException io) {
      throw io;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
  }
}
