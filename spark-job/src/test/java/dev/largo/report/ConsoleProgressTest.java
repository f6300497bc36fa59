package dev.largo.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.train.EvaluationRecord;
import dev.largo.train.RefinementRecord;
import dev.largo.train.StepRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private final Captured console = new Captured();
  private Instant now = Instant.EPOCH;

  private ConsoleProgress plain(RunLength length) {
    return ConsoleProgress.on(console.stream(), false, length, () -> now);
  }

  /** A step of a run of 10 steps an epoch, with 100 samples in so many seconds. */
  private void step(ConsoleProgress progress, long step, double loss, double seconds) {
    now = now.plus(Duration.ofMillis(Math.round(1000 * seconds)));
    progress.step(
        new StepRecord(
            step,
            step / 10.0,
            loss,
            0.1,
            100,
            1,
            100 / seconds,
            null,
            false,
            new StepRecord.Seconds(0, seconds, 0, 0, seconds),
            null,
            0.5,
            null));
  }

  @Test
  void shortEpochsGetOneLineEach() {
    ConsoleProgress progress = plain(new RunLength(3, 30, 0));

    for (int step = 1; step <= 30; step++) {
      step(progress, step, 2.0 / step, 0.5);
    }

    assertEquals(
        List.of(
            "epoch 1/3  step 10/30  loss 0.2000  200 images/s  00:10 left",
            "epoch 2/3  step 20/30  loss 0.1000  200 images/s  00:05 left",
            "epoch 3/3  step 30/30  loss 0.0667  200 images/s  00:00 left"),
        console.lines());
  }

  @Test
  void everyEpochOfAReplicaIsALine() {
    RefinementRecord refinement = new RefinementRecord(40, 3, 8, 20, 50, 2, 5, 0.5, 0.75, 9, 1234);
    String line =
        "replica 3/8  epoch 2/5  step 20/50  loss 0.5000  training top-1 0.7500  1234 images/s";

    plain(new RunLength(1, 40, 40)).refinement(refinement);
    assertEquals(List.of(line), console.lines());

    try (ConsoleProgress bar =
        ConsoleProgress.on(console.stream(), true, new RunLength(1, 40, 0), () -> now)) {
      bar.refinement(refinement);
    }
    assertTrue(console.lines().stream().filter(shown -> shown.endsWith(line)).count() == 2);
  }

  @Test
  void waitForSamplesIsToldByItsCause() {
    ConsoleProgress progress = plain(new RunLength(1, 2, 0));
    now = now.plusSeconds(20);
    StepRecord.Seconds seconds = new StepRecord.Seconds(6, 13, 1, 0, 20);
    progress.step(
        new StepRecord(1, 0.5, 2, 0.1, 100, 1, 5, null, false, seconds, "decode", 0.5, null));
    now = now.plusSeconds(20);
    progress.step(new StepRecord(2, 1, 2, 0.1, 100, 1, 5, null, false, seconds, null, 0.5, null));

    assertEquals(
        List.of(
            "epoch 1/1  step 1/2  loss 2.0000  5 images/s  00:20 left  waiting for data 30 %: decode",
            "epoch 1/1  step 2/2  loss 2.0000  5 images/s  00:00 left"),
        console.lines());
  }

  @Test
  void longEpochsGetALineEveryTenSeconds() {
    ConsoleProgress progress = plain(new RunLength(1000, 10_000, 0));

    for (int step = 1; step <= 7; step++) {
      step(progress, step, 1, 4);
    }

    assertEquals(
        List.of(
            "epoch 1/1000  step 3/10000  loss 1.0000  25 images/s  11:06:28 left",
            "epoch 1/1000  step 6/10000  loss 1.0000  25 images/s  11:06:16 left"),
        console.lines());
  }

  @Test
  void speedIsTheMeanSinceTheLastLine() {
    ConsoleProgress progress = plain(new RunLength(3, 30, 0));

    step(progress, 1, 1, 1);
    step(progress, 2, 1, 9);

    assertEquals(1, console.lines().size());
    assertTrue(console.text().contains("  20 images/s  "), console.text());
  }

  @Test
  void aResumedRunCountsItsOwnStepsOnly() {
    ConsoleProgress progress = plain(new RunLength(3, 30, 15));

    step(progress, 16, 1, 1);
    assertEquals(List.of(), console.lines());
    for (int step = 17; step <= 20; step++) {
      step(progress, step, 1, 1);
    }

    assertEquals(
        List.of("epoch 2/3  step 20/30  loss 1.0000  100 images/s  00:10 left"), console.lines());
  }

  @Test
  void evaluationsAreTold() {
    plain(new RunLength(3, 30, 0))
        .evaluation(new EvaluationRecord(20, 2, "swa", 0.9125, 1, Double.NaN, 2000));

    assertEquals(
        List.of("epoch 2/3  step 20/30  validation, swa: top-1 0.9125  top-5 1.0000  loss -"),
        console.lines());
  }

  @Test
  void aBarIsDrawnOverInPlace() {
    ConsoleProgressBarConsumer wide = new ConsoleProgressBarConsumer(console.stream(), 160);
    ProgressLine progress = new ProgressLine(console.stream(), new RunLength(3, 30, 10), wide);

    step(progress, 25, 0.25, 0.5);
    progress.evaluation(new EvaluationRecord(25, 2.5, "checkpoint", 0.5, 0.75, 1, 10));
    progress.close();

    String text = console.text();
    assertTrue(text.contains("25/30"), text);
    assertTrue(text.contains("epoch 3/3  loss 0.2500  200 images/s"), text);
    assertTrue(text.contains("epoch 3/3  validation, checkpoint: top-1 0.5000"), text);
    assertTrue(text.contains("\r"), text);
    assertTrue(text.endsWith("\n"), "the cursor must be left on a fresh line");
  }

  /** The bar's own thread has not drawn it then. */
  @Test
  void aBarThatIsClosedAtOnceLeavesTheCursorOnAFreshLine() {
    for (int i = 0; i < 200; i++) {
      Captured fresh = new Captured();
      new ProgressLine(
              fresh.stream(),
              new RunLength(3, 30, 10),
              new ConsoleProgressBarConsumer(fresh.stream(), 160))
          .close();

      assertTrue(fresh.text().endsWith("\n"), fresh.text());
    }
  }

  @Test
  void plainLinesHoldNoControlCharacters() {
    try (ConsoleProgress progress = plain(new RunLength(1, 10, 0))) {
      step(progress, 10, 1, 1);
    }

    assertFalse(console.text().replace(System.lineSeparator(), "").matches("(?s).*\\p{Cntrl}.*"));
  }

  @Test
  void anImpossibleLengthIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new RunLength(1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new RunLength(0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new RunLength(1, 5, 6));
  }
}
