package dev.largo.report;

import dev.largo.train.EvaluationRecord;
import dev.largo.train.RefinementRecord;
import dev.largo.train.StepRecord;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A line at each epoch's end and, in long epochs, every ten seconds. */
final class PlainProgress implements ConsoleProgress {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final PrintStream out;
  private final RunLength length;
  private final InstantSource clock;
  private final Instant start;
  private Instant printed;
  private double epochsPrinted;
  private long images;
  private double seconds;
  private double waited;
  private @Nullable String bottleneck;

  PlainProgress(PrintStream out, RunLength length, InstantSource clock) {
    this.out = out;
    this.length = length;
    this.clock = clock;
    this.start = clock.instant();
    this.printed = start;
    this.epochsPrinted = epochsAfter(length.done());
  }

  private double epochsAfter(long step) {
    return Math.floor((double) step / length.steps() * length.epochs() + Wording.ROUNDING);
  }

  @Override
  public void rewound(long step) {
    epochsPrinted = epochsAfter(step);
  }

  @Override
  public void step(StepRecord step) {
    images += step.globalBatch();
    seconds += step.seconds().total();
    waited += step.seconds().data();
    if (step.bottleneck() != null) {
      bottleneck = step.bottleneck();
    }
    Instant now = clock.instant();
    double epochsDone = Math.floor(step.epoch() + Wording.ROUNDING);
    boolean due = Duration.between(printed, now).compareTo(INTERVAL) >= 0;
    if (epochsDone > epochsPrinted || step.step() == length.steps() || due) {
      print(step, now);
      printed = now;
      epochsPrinted = epochsDone;
      images = 0;
      seconds = 0;
      waited = 0;
      bottleneck = null;
    }
  }

  private void print(StepRecord step, Instant now) {
    long doneHere = Math.max(1, step.step() - length.done());
    double secondsPerStep = Duration.between(start, now).toMillis() / 1e3 / doneHere;
    double left = secondsPerStep * (length.steps() - step.step());
    out.println(
        String.join(
                "  ",
                Wording.epoch(step.epoch(), length.epochs()),
                Wording.step(step.step(), length.steps()),
                Wording.loss(step.loss()),
                // Since the last line, so that one slow step does not stand for all.
                Wording.speed(seconds > 0 ? images / seconds : step.imagesPerSecond()),
                Wording.time(Duration.ofSeconds(Math.round(left))) + " left")
            + (bottleneck == null ? "" : "  " + Wording.bottleneck(waited, seconds, bottleneck)));
  }

  @Override
  public void evaluation(EvaluationRecord evaluation) {
    out.println(
        String.join(
            "  ",
            Wording.epoch(evaluation.epoch(), length.epochs()),
            Wording.step(evaluation.step(), length.steps()),
            Wording.evaluation(evaluation)));
  }

  @Override
  public void refinement(RefinementRecord refinement) {
    out.println(Wording.refinement(refinement));
  }

  @Override
  public void close() {
    out.flush();
  }
}
