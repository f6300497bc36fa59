package dev.largo.engine.onednn;

import dev.largo.data.MicroBatch;
import dev.largo.engine.Score;

/** Softmax under cross-entropy, in float64 from float32 logits. */
final class Softmax {
  /** The least probability that enters a logarithm, as in DL4J's multi-class cross-entropy. */
  private static final double LEAST_PROBABILITY = 1e-10;

  private Softmax() {}

  /**
   * Replaces logits by probabilities.
   *
   * @param values [n, class]
   */
  static void probabilities(float[] values, int classes) {
    double[] exponentials = new double[classes];
    for (int row = 0; row < values.length; row += classes) {
      double sum = exponentials(values, row, exponentials);
      for (int c = 0; c < classes; c++) {
        values[row + c] = (float) (exponentials[c] / sum);
      }
    }
  }

  /**
   * Replaces logits by the gradient of the summed loss, p - y for each sample.
   *
   * @param values [n, class]
   * @param batch whose targets count
   * @param factor multiplies the gradient
   * @return loss in nats and what the logits get right, summed over the samples
   */
  static Score lossAndGradient(float[] values, int classes, MicroBatch batch, double factor) {
    Score score = Score.NONE;
    double[] exponentials = new double[classes];
    for (int i = 0; i * classes < values.length; i++) {
      int row = i * classes;
      double sum = exponentials(values, row, exponentials);
      double loss = 0;
      for (int c = 0; c < classes; c++) {
        double target = batch.target(i, c, classes);
        if (target > 0) {
          loss -= target * StrictMath.log(Math.max(exponentials[c] / sum, LEAST_PROBABILITY));
        }
      }
      score = score.plus(Score.ranked(loss, values, row, classes, batch.labels()[i]));
      for (int c = 0; c < classes; c++) {
        double error = exponentials[c] / sum - batch.target(i, c, classes);
        values[row + c] = (float) (factor * error);
      }
    }
    return score;
  }

  private static double exponentials(float[] values, int row, double[] exponentials) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < exponentials.length; c++) {
      largest = Math.max(largest, values[row + c]);
    }
    double sum = 0;
    for (int c = 0; c < exponentials.length; c++) {
      exponentials[c] = StrictMath.exp(values[row + c] - largest);
      sum += exponentials[c];
    }
    return sum;
  }
}
