package dev.largo.train;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes checkpoints of the parts that the ranks of one attempt have written: a step's counts as
 * soon as all of its parts are there. Called by one thread at a time.
 */
public final class CheckpointCommitter {
  private final Checkpoints checkpoints;
  private final int worldSize;
  private final int keep;
  private final RunMonitor monitor;

  /** Parts of steps that are not complete, by step and rank. */
  private final TreeMap<Long, Map<Integer, CheckpointPart>> pending = new TreeMap<>();

  /**
   * A committer that has no part yet.
   *
   * @param checkpoints of the attempt
   * @param keep newest checkpoints that stay, at least 1
   * @param monitor told of each checkpoint that is safely written
   */
  public CheckpointCommitter(Checkpoints checkpoints, int worldSize, int keep, RunMonitor monitor) {
    this.checkpoints = checkpoints;
    this.worldSize = worldSize;
    this.keep = keep;
    this.monitor = monitor;
  }

  /**
   * Takes in a rank's part; if it is the last of its step, commits that step's checkpoint and only
   * then removes those that are no longer kept.
   *
   * @throws IOException if a file is not in the draft as it was reported, or the file system fails:
   *     the checkpoints before are still there
   * @throws IllegalArgumentException if the rank is none, or its part came before
   */
  public void written(CheckpointPart part) throws IOException {
    if (part.rank() < 0 || part.rank() >= worldSize) {
      throw new IllegalArgumentException("rank " + part.rank() + " of " + worldSize);
    }
    Map<Integer, CheckpointPart> parts =
        pending.computeIfAbsent(part.step(), step -> new TreeMap<>());
    if (parts.putIfAbsent(part.rank(), part) != null) {
      throw new IllegalArgumentException(
          "rank " + part.rank() + " wrote its part of step " + part.step() + " twice");
    }
    if (parts.size() == worldSize) {
      pending.remove(part.step());
      commit(part.step(), List.copyOf(parts.values()));
    }
  }

  private void commit(long step, List<CheckpointPart> parts) throws IOException {
    monitor.checkpointing(step);
    checkpoints.commit(step, parts);
    checkpoints.prune(step, keep);
    monitor.checkpoint(step);
  }
}
