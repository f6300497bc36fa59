package dev.largo.evaluate;

import dev.largo.engine.Score;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.Evaluator;
import dev.largo.train.Workforce;
import java.io.IOException;

/** {@link Evaluator} over all workers. */
public final class DistributedEvaluator implements Evaluator {
  @Override
  public EvaluationRecord evaluate(
      Workforce workforce, float[] parameters, long step, double epoch, String weights)
      throws IOException, InterruptedException {
    Score total = ScorePass.total(workforce.run(ScorePass.ofValidation(), parameters));
    double samples = total.samples();
    return new EvaluationRecord(
        step,
        epoch,
        weights,
        total.top1() / samples,
        total.top5() / samples,
        total.loss() / samples,
        total.samples());
  }
}
