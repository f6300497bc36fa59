package dev.largo.evaluate;

import dev.largo.data.MicroBatch;
import dev.largo.engine.Score;
import java.util.stream.DoubleStream;

/** Predictions as the numbers of a pass: of each sample its label, then four for each model. */
final class PredictionWriter {
  static final int PER_MODEL = 4;

  private final DoubleStream.Builder numbers = DoubleStream.builder();

  /**
   * Adds the samples of a micro-batch.
   *
   * @param probabilities by model, samples x classes
   */
  void add(MicroBatch batch, float[][] probabilities) {
    int classes = probabilities[0].length / batch.count();
    for (int sample = 0; sample < batch.count(); sample++) {
      int label = batch.labels()[sample];
      numbers.add(label);
      for (float[] model : probabilities) {
        add(model, sample * classes, classes, label);
      }
    }
  }

  private void add(float[] probabilities, int offset, int classes, int label) {
    int likeliest = 0;
    for (int c = 1; c < classes; c++) {
      if (probabilities[offset + c] > probabilities[offset + likeliest]) {
        likeliest = c;
      }
    }
    Score score = Score.of(probabilities, offset, classes, label);
    boolean number = !Float.isNaN(probabilities[offset + likeliest]);
    numbers.add(number ? likeliest : Predictions.NONE);
    numbers.add((double) score.top5());
    numbers.add(score.loss());
    numbers.add(number ? probabilities[offset + likeliest] : 0);
  }

  double[] numbers() {
    return numbers.build().toArray();
  }
}
