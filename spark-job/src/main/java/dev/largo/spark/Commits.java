package dev.largo.spark;

import dev.largo.train.AverageDirectory;
import dev.largo.train.CheckpointCommitter;
import dev.largo.train.Checkpoints;
import dev.largo.train.ReplicaDirectory;
import dev.largo.train.RunEvents;
import java.io.IOException;

/** Where an attempt's parts of checkpoints become checkpoints: on the driver. */
final class Commits {
  private Commits() {}

  /**
   * Throws away what earlier attempts have left unfinished, and commits this one's parts.
   *
   * @param owners ranks that each write a part
   */
  static void begin(RunSpec spec, int owners, RunEvents events) throws IOException {
    Checkpoints checkpoints = spec.checkpoints();
    checkpoints.clearDrafts();
    AverageDirectory.clearDrafts(spec.path(), spec.hadoopConfiguration());
    ReplicaDirectory.clearDrafts(spec.path(), spec.hadoopConfiguration());
    int keep = spec.config().checkpoint().keep();
    events.commitTo(monitor -> new CheckpointCommitter(checkpoints, owners, keep, monitor));
  }
}
