package dev.largo.report;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how many of a number of things are done: a bar on a terminal, elsewhere now and then a
 * line.
 */
public final class CountProgress implements AutoCloseable {
  private static final int REFRESH_MILLIS = 200;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final PrintStream out;
  private final String things;
  private final long total;
  private final InstantSource clock;
  private final ClosedOnce drawing;
  private final @Nullable ProgressBar bar;
  private Instant due;

  /**
   * Begins at 0.
   *
   * @param terminal whether {@code out} goes to a terminal
   * @param things what is counted, such as "shards"
   * @param clock tells when the next line is due; unused on a terminal
   */
  public CountProgress(
      PrintStream out, boolean terminal, String things, long total, InstantSource clock) {
    this.out = out;
    this.things = things;
    this.total = total;
    this.clock = clock;
    this.due = clock.instant().plus(BETWEEN_LINES);
    drawing = new ClosedOnce(new ConsoleProgressBarConsumer(out));
    this.bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName(things)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setConsumer(drawing)
                .build()
            : null;
  }

  /** So many are done now. */
  public void at(long done) {
    if (bar != null) {
      bar.stepTo(done);
    } else if (!clock.instant().isBefore(due)) {
      out.printf("%d of %d %s%n", done, total, things);
      due = clock.instant().plus(BETWEEN_LINES);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      drawing.close(); // As in ProgressLine.
    }
  }
}
