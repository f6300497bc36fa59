package dev.largo.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Lets several threads of one JVM tell a monitor and a committer of a run, one at a time. */
final class SynchronousEvents implements RunMonitor, PartListener {
  private final RunMonitor monitor;
  private final CheckpointCommitter committer;

  /** Events for these two, which nobody else may call. */
  SynchronousEvents(RunMonitor monitor, CheckpointCommitter committer) {
    this.monitor = monitor;
    this.committer = committer;
  }

  @Override
  public synchronized void step(StepRecord step) {
    monitor.step(step);
  }

  @Override
  public synchronized void layers(List<LayerRecord> layers) {
    monitor.layers(layers);
  }

  @Override
  public synchronized void histograms(List<HistogramRecord> histograms) {
    monitor.histograms(histograms);
  }

  @Override
  public synchronized void evaluation(EvaluationRecord evaluation) {
    monitor.evaluation(evaluation);
  }

  @Override
  public synchronized void refinement(RefinementRecord refinement) {
    monitor.refinement(refinement);
  }

  @Override
  public synchronized void checkpointing(long step) {
    monitor.checkpointing(step);
  }

  @Override
  public synchronized void checkpoint(long step) {
    monitor.checkpoint(step);
  }

  /** Throws {@link UncheckedIOException} where the commit fails. */
  @Override
  public synchronized void written(CheckpointPart part) {
    try {
      committer.written(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
