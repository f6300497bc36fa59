package dev.largo.evaluate;

import dev.largo.data.MicroBatchPrefetcher;
import dev.largo.data.Split;
import dev.largo.engine.Score;
import dev.largo.train.Pass;
import dev.largo.train.Range;
import dev.largo.train.Worker;
import java.io.IOException;

/**
 * Scores samples as they are, not augmented; a rank's numbers are loss, top-1, top-5 and samples a
 * micro-batch.
 *
 * @param split which set
 * @param samples of the training set, in an order that is the same every time, at most all; the
 *     validation set is always scored whole
 */
public record ScorePass(Split split, int samples) implements Pass {
  private static final int FIELDS = 4;

  /** The validation set. */
  public static ScorePass ofValidation() {
    return new ScorePass(Split.VALIDATION, 0);
  }

  @Override
  public double[] run(Worker worker) throws IOException, InterruptedException {
    if (split == Split.VALIDATION) {
      Range numbers = worker.share(worker.batches(worker.validationSamples()));
      return scores(worker, numbers.length(), worker.validationBatches(numbers));
    }
    int scored = Math.min(samples, worker.trainingSamples());
    Range numbers = worker.share(worker.batches(scored));
    return scores(worker, numbers.length(), worker.plainTrainingBatches(numbers, scored));
  }

  private static double[] scores(Worker worker, int batches, MicroBatchPrefetcher opened)
      throws IOException, InterruptedException {
    double[] scores = new double[FIELDS * batches];
    try (MicroBatchPrefetcher ahead = opened) {
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
  public static Score total(double[] scores) {
    Score total = Score.NONE;
    for (int i = 0; i < scores.length; i += FIELDS) {
      total =
          total.plus(
              new Score(
                  scores[i], (long) scores[i + 1], (long) scores[i + 2], (long) scores[i + 3]));
    }
    return total;
  }
}
