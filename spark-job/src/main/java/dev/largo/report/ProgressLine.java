package dev.largo.report;

import dev.largo.train.EvaluationRecord;
import dev.largo.train.RefinementRecord;
import dev.largo.train.StepRecord;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that is drawn over in place, with the evaluations as lines above it. */
final class ProgressLine implements ConsoleProgress {
  private static final int REFRESH_MILLIS = 200;

  /** ANSI: back to the line's start, and erase the line. */
  private static final String ERASE = "\r\u001b[2K";

  private final PrintStream out;
  private final RunLength length;
  private final ClosedOnce drawing;
  private final ProgressBar bar;

  ProgressLine(PrintStream out, RunLength length) {
    this(out, length, new ConsoleProgressBarConsumer(out));
  }

  ProgressLine(PrintStream out, RunLength length, ConsoleProgressBarConsumer consumer) {
    this.out = out;
    this.length = length;
    drawing = new ClosedOnce(consumer);
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("step")
            .setInitialMax(length.steps())
            .startsFrom(length.done(), Duration.ZERO)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .setConsumer(drawing)
            .setEtaFunction(
                state ->
                    state.getCurrent() > state.getStart()
                        ? Optional.of(left(state.getElapsedAfterStart(), state.getCurrent()))
                        : Optional.empty())
            .build();
  }

  private Duration left(Duration elapsed, long current) {
    return elapsed.multipliedBy(length.steps() - current).dividedBy(current - length.done());
  }

  @Override
  public void step(StepRecord step) {
    bar.setExtraMessage(
        "  "
            + String.join(
                "  ",
                Wording.epoch(step.epoch(), length.epochs()),
                Wording.loss(step.loss()),
                Wording.speed(step.imagesPerSecond()))
            + waiting(step));
    bar.stepTo(step.step());
  }

  private static String waiting(StepRecord step) {
    StepRecord.Seconds seconds = step.seconds();
    return step.bottleneck() == null
        ? ""
        : "  " + Wording.bottleneck(seconds.data(), seconds.total(), step.bottleneck());
  }

  @Override
  public void rewound(long step) {
    bar.stepTo(step);
  }

  @Override
  public void evaluation(EvaluationRecord evaluation) {
    String epoch = Wording.epoch(evaluation.epoch(), length.epochs());
    out.println(ERASE + epoch + "  " + Wording.evaluation(evaluation));
    bar.refresh();
  }

  @Override
  public void refinement(RefinementRecord refinement) {
    out.println(ERASE + Wording.refinement(refinement));
    bar.refresh();
  }

  @Override
  public void close() {
    bar.close();
    // A bar that has not been drawn by its own thread yet leaves the line open.
    drawing.close();
  }
}
