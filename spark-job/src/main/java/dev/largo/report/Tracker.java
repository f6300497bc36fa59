package dev.largo.report;

import dev.largo.record.RunInfo;
import dev.largo.train.RunMonitor;

/**
 * Shows a run in a tool that is not Largo's own, while it trains. No run fails for its trackers,
 * and no step waits for them, only the end for a minute at most: what cannot be shown is told as a
 * warning.
 */
public interface Tracker extends RunMonitor, AutoCloseable {
  /** No more will be recorded; told before {@code run.json} says that the run is over. */
  default void trained() {}

  /** The run has ended: its records are whole, its page is written. Told once, after all else. */
  default void ended(RunInfo.Status how) {}

  /** Nothing more is told. */
  @Override
  void close();
}
