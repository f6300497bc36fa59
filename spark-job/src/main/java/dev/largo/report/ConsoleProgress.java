package dev.largo.report;

import dev.largo.train.EvaluationRecord;
import dev.largo.train.LayerRecord;
import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;
import dev.largo.train.TrainingPlan;
import java.io.PrintStream;
import java.util.List;

/** Temporary. */
public final class ConsoleProgress implements RunMonitor, AutoCloseable {
  private final PrintStream err;

  /** Temporary. */
  public ConsoleProgress(TrainingPlan plan, long done, PrintStream err) {
    this.err = err;
  }

  @Override
  public void step(StepRecord s) {
    if (s.step() % 10 == 0) {
      err.printf(
          "step %d epoch %.2f loss %.4f lr %.4f grad %.4f %.0f images/s %s%n",
          s.step(),
          s.epoch(),
          s.loss(),
          s.learningRate(),
          s.gradientNorm(),
          s.imagesPerSecond(),
          s.seconds());
    }
  }

  @Override
  public void layers(List<LayerRecord> layers) {}

  @Override
  public void evaluation(EvaluationRecord evaluation) {
    err.println(evaluation);
  }

  @Override
  public void checkpoint(long step) {}

  @Override
  public void close() {}
}
