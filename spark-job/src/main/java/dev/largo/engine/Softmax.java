package dev.largo.engine;

import dev.largo.data.MicroBatch;
import dev.largo.data.TeacherTargets;

/** Softmax under cross-entropy, in float64 from float32 logits. */
public final class Softmax {
  /** The least probability that enters a logarithm, as in DL4J's multi-class cross-entropy. */
  private static final double LEAST_PROBABILITY = 1e-10;

  private Softmax() {}

  /**
   * Replaces logits by probabilities.
   *
   * @param values [n, class]
   */
  public static void probabilities(float[] values, int classes) {
    double[] probabilities = new double[classes];
    for (int row = 0; row < values.length; row += classes) {
      probabilities(values, row, 1, probabilities);
      for (int c = 0; c < classes; c++) {
        values[row + c] = (float) probabilities[c];
      }
    }
  }

  /**
   * Replaces logits by the gradient of the summed loss: p - y for each sample, and with teachers (1
   * - w) (p - y) + w T (p_T - q), with p_T of the logits over the temperature T and q what the
   * teachers say (Hinton et al., "Distilling the knowledge in a neural network", 2015, section 2,
   * where the soft part of the loss is multiplied by T squared).
   *
   * @param values [n, class]
   * @param batch whose targets count
   * @param factor multiplies the gradient
   * @return loss in nats and what the logits get right, summed over the samples
   */
  public static Score lossAndGradient(
      float[] values, int classes, MicroBatch batch, double factor) {
    Score score = Score.NONE;
    TeacherTargets taught = batch.taught();
    double hard = taught == null ? 1 : 1 - taught.weight();
    double[] probabilities = new double[classes];
    double[] softened = new double[classes];
    for (int i = 0; i * classes < values.length; i++) {
      int row = i * classes;
      probabilities(values, row, 1, probabilities);
      double loss = 0;
      for (int c = 0; c < classes; c++) {
        loss += crossEntropy(batch.target(i, c, classes), probabilities[c]);
      }
      loss *= hard;
      if (taught != null) {
        probabilities(values, row, taught.temperature(), softened);
        double scale = taught.weight() * taught.temperature() * taught.temperature();
        for (int c = 0; c < classes; c++) {
          loss += scale * crossEntropy(taught.target(i, c, classes), softened[c]);
        }
      }
      score = score.plus(Score.ranked(loss, values, row, classes, batch.labels()[i]));
      for (int c = 0; c < classes; c++) {
        double error = hard * (probabilities[c] - batch.target(i, c, classes));
        if (taught != null) {
          double distance = softened[c] - taught.target(i, c, classes);
          error += taught.weight() * taught.temperature() * distance;
        }
        values[row + c] = (float) (factor * error);
      }
    }
    return score;
  }

  private static double crossEntropy(double target, double probability) {
    return target > 0 ? -target * StrictMath.log(Math.max(probability, LEAST_PROBABILITY)) : 0;
  }

  private static void probabilities(
      float[] logits, int row, double temperature, double[] probabilities) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < probabilities.length; c++) {
      largest = Math.max(largest, logits[row + c]);
    }
    double sum = 0;
    for (int c = 0; c < probabilities.length; c++) {
      probabilities[c] = StrictMath.exp((logits[row + c] - largest) / temperature);
      sum += probabilities[c];
    }
    for (int c = 0; c < probabilities.length; c++) {
      probabilities[c] /= sum;
    }
  }
}
