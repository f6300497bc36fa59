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
    int likeliest = likeliest(probabilities, offset, classes);
    Score score = Score.of(probabilities, offset, classes, label);
    numbers.add(likeliest);
    numbers.add((double) score.top5());
    numbers.add(score.loss());
    numbers.add(likeliest == Predictions.NONE ? Double.NaN : probabilities[offset + likeliest]);
  }

  /**
   * The first of the most likely classes, as {@link Score} ranks them; none if none is a number.
   */
  private static int likeliest(float[] probabilities, int offset, int classes) {
    int likeliest = Predictions.NONE;
    for (int c = 0; c < classes; c++) {
      float p = probabilities[offset + c];
      if (likeliest == Predictions.NONE ? !Float.isNaN(p) : p > probabilities[offset + likeliest]) {
        likeliest = c;
      }
    }
    return likeliest;
  }

  double[] numbers() {
    return numbers.build().toArray();
  }
}
