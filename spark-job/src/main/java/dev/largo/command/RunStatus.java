package dev.largo.command;

import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.train.RecoveryRecord;
import dev.largo.train.RunMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Keeps {@code run.json} right about who trains. */
final class RunStatus implements RunMonitor {
  private final RunDirectory directory;
  private RunInfo info;

  /** Writes down that a run begins. */
  RunStatus(RunDirectory directory, RunInfo info) throws IOException {
    this.directory = directory;
    this.info = info;
    directory.writeInfo(info);
  }

  /** What is written down at the moment. */
  synchronized RunInfo info() {
    return info;
  }

  /** So many workers train from now on. */
  synchronized void workers(int count) throws IOException {
    info = info.on(count);
    directory.writeInfo(info);
  }

  @Override
  public void recovered(RecoveryRecord recovery) {
    try {
      workers(recovery.workers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
