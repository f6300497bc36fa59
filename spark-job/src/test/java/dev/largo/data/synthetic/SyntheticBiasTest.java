package dev.largo.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.data.EpochOrder;
import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.Seeds;
import dev.largo.data.SplitMix64;
import dev.largo.data.image.ImageScaler;
import dev.largo.data.image.RgbImage;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a classifier without convolution can learn of the synthetic images: next to nothing. */
class SyntheticBiasTest {
  private static final SyntheticClass[] KINDS = SyntheticClass.values();
  private static final int CLASSES = KINDS.length;
  private static final int TRAIN = 3000;
  private static final int TEST = 1000;
  private static final int SIDE = 16;

  /** Red, green, blue means, and brightness of each pixel, in [-1, 1]. */
  private static final float[][] COLORS = new float[TRAIN + TEST][3];

  private static final float[][] PIXELS = new float[TRAIN + TEST][SIDE * SIDE];

  @BeforeAll
  static void paint() {
    SyntheticPainter painter = new SyntheticPainter(64);
    byte[] square = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < TRAIN + TEST; i++) {
      BufferedImage image = painter.paint(KINDS[i % CLASSES], new SplitMix64(Seeds.mix(5, i)));
      ImageScaler.scale(
          planes(image),
          Framing.centre(SIDE, SIDE).of(image.getWidth(), image.getHeight()),
          new ImageShape(3, SIDE, SIDE),
          square);
      for (int k = 0; k < square.length; k++) {
        float value = (square[k] & 0xFF) / 127.5f - 1;
        COLORS[i][k / (SIDE * SIDE)] += value / (SIDE * SIDE);
        PIXELS[i][k % (SIDE * SIDE)] += value / 3;
      }
    }
  }

  /** Chance is 0.10 with a deviation of 0.0095 over 1000 images; five of them. */
  @Test
  void meanColorTellsNoClass() {
    double accuracy = nearestMean(COLORS);

    assertTrue(accuracy < 0.15, "accuracy on mean colour: " + accuracy);
  }

  @Test
  void brightnessOfPixelsTellsLittleToALinearClassifier() {
    double accuracy = softmaxRegression(PIXELS, 15, 0.01f);

    assertTrue(accuracy < 0.4, "accuracy on pixels: " + accuracy);
  }

  /** The classifiers are not at fault: they learn a set that does have a bias. */
  @Test
  void classifiersSeeABiasWhereThereIsOne() {
    float[][] biased = new float[TRAIN + TEST][3];
    for (int i = 0; i < biased.length; i++) {
      for (int c = 0; c < 3; c++) {
        biased[i][c] = COLORS[i][c] + (i % CLASSES >> c & 1) * 4;
      }
    }

    assertTrue(nearestMean(biased) > 0.6);
    assertTrue(softmaxRegression(biased, 15, 0.01f) > 0.6);
  }

  private static double nearestMean(float[][] inputs) {
    int size = inputs[0].length;
    double[][] means = new double[CLASSES][size];
    for (int i = 0; i < TRAIN; i++) {
      for (int k = 0; k < size; k++) {
        means[i % CLASSES][k] += (double) inputs[i][k] * CLASSES / TRAIN;
      }
    }
    int right = 0;
    for (int i = TRAIN; i < TRAIN + TEST; i++) {
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int c = 0; c < CLASSES; c++) {
        double distance = 0;
        for (int k = 0; k < size; k++) {
          distance += (inputs[i][k] - means[c][k]) * (inputs[i][k] - means[c][k]);
        }
        if (distance < least) {
          least = distance;
          nearest = c;
        }
      }
      right += nearest == i % CLASSES ? 1 : 0;
    }
    return (double) right / TEST;
  }

  private static double softmaxRegression(float[][] inputs, int epochs, float rate) {
    int size = inputs[0].length;
    float[][] weights = new float[CLASSES][size + 1];
    float[] scores = new float[CLASSES];
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (int i : EpochOrder.permutation(TRAIN, 1, epoch)) {
        score(weights, inputs[i], scores);
        softmax(scores);
        for (int c = 0; c < CLASSES; c++) {
          float step = rate * ((c == i % CLASSES ? 1 : 0) - scores[c]);
          for (int k = 0; k < size; k++) {
            weights[c][k] += step * inputs[i][k];
          }
          weights[c][size] += step;
        }
      }
    }
    int right = 0;
    for (int i = TRAIN; i < TRAIN + TEST; i++) {
      score(weights, inputs[i], scores);
      int best = 0;
      for (int c = 1; c < CLASSES; c++) {
        best = scores[c] > scores[best] ? c : best;
      }
      right += best == i % CLASSES ? 1 : 0;
    }
    return (double) right / TEST;
  }

  private static void score(float[][] weights, float[] input, float[] scores) {
    for (int c = 0; c < CLASSES; c++) {
      float sum = weights[c][input.length];
      for (int k = 0; k < input.length; k++) {
        sum += weights[c][k] * input[k];
      }
      scores[c] = sum;
    }
  }

  private static void softmax(float[] scores) {
    float most = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      most = Math.max(most, score);
    }
    float sum = 0;
    for (int c = 0; c < scores.length; c++) {
      scores[c] = (float) Math.exp(scores[c] - most);
      sum += scores[c];
    }
    for (int c = 0; c < scores.length; c++) {
      scores[c] /= sum;
    }
  }

  private static RgbImage planes(BufferedImage image) {
    RgbImage planes = new RgbImage(image.getWidth(), image.getHeight());
    int plane = planes.width * planes.height;
    for (int at = 0; at < plane; at++) {
      int rgb = image.getRGB(at % planes.width, at / planes.width);
      planes.planes[at] = (byte) (rgb >> 16);
      planes.planes[plane + at] = (byte) (rgb >> 8);
      planes.planes[2 * plane + at] = (byte) rgb;
    }
    return planes;
  }
}
