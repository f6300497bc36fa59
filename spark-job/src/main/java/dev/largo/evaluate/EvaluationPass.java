package dev.largo.evaluate;

import dev.largo.data.MicroBatchPrefetcher;
import dev.largo.engine.Score;
import dev.largo.train.Pass;
import dev.largo.train.Range;
import dev.largo.train.Worker;
import java.io.IOException;

/** Scores the validation set; a rank's numbers are loss, top-1, top-5 and samples a micro-batch. */
public record EvaluationPass() implements Pass {
  private static final int FIELDS = 4;

  @Override
  public double[] run(Worker worker) throws IOException, InterruptedException {
    Range numbers = worker.share(worker.batches(worker.validationSamples()));
    double[] scores = new double[FIELDS * numbers.length()];
    try (MicroBatchPrefetcher ahead = worker.validationBatches(numbers)) {
      for (int i = 0; i < scores.length; i += FIELDS) {
        Score score = worker.engine().score(ahead.take());
        scores[i] = score.loss();
        scores[i + 1] = score.top1();
        scores[i + 2] = score.top5();
        scores[i + 3] = score.samples();
      }
    }
    return scores;
  }

  /** Adds all ranks' numbers in the order of the micro-batches. */
  static Score total(double[] scores) {
    Score total = new Score(0, 0, 0, 0);
    for (int i = 0; i < scores.length; i += FIELDS) {
      total =
          total.plus(
              new Score(
                  scores[i], (long) scores[i + 1], (long) scores[i + 2], (long) scores[i + 3]));
    }
    return total;
  }
}
