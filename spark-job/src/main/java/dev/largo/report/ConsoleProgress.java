package dev.largo.report;

import dev.largo.train.LayerRecord;
import dev.largo.train.RunMonitor;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;

/**
 * Shows how a run gets on: a live bar on a terminal, plain lines elsewhere.
 *
 * <pre>{@code
 * try (ConsoleProgress progress =
 *     ConsoleProgress.on(System.err, onTerminal, new RunLength(10, 310, 0), InstantSource.system())) {
 *   train(config, progress);
 * }
 * }</pre>
 *
 * <p>Called by one thread at a time, as any {@link RunMonitor}.
 */
public interface ConsoleProgress extends RunMonitor, AutoCloseable {
  /** Evaluations say more than the layers' norms, which have their own file. */
  @Override
  default void layers(List<LayerRecord> layers) {}

  @Override
  default void checkpoint(long step) {}

  /** Leaves the cursor on a fresh line. */
  @Override
  void close();

  /**
   * The way of showing progress that suits {@code out}.
   *
   * @param terminal whether {@code out} goes to a terminal, where a line can be drawn over
   * @param clock tells when the next plain line is due; unused on a terminal
   */
  static ConsoleProgress on(
      PrintStream out, boolean terminal, RunLength length, InstantSource clock) {
    return terminal ? new ProgressLine(out, length) : new PlainProgress(out, length, clock);
  }
}
