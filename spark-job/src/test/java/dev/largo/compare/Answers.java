package dev.largo.compare;

import dev.largo.data.SplitMix64;
import dev.largo.evaluate.Predictions;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/** Predictions that are written down instead of computed. */
final class Answers {
  private static final double SURE = 0.9;

  private Answers() {}

  /** Of samples of class 0, those with a 1 are taken for it and those with a 0 for class 1. */
  static Predictions right(String pattern) {
    int[] labels = new int[pattern.length()];
    return of(labels, pattern.chars().map(c -> c == '1' ? 0 : 1).toArray(), 1);
  }

  /** Classes that samples are taken for, -1 for none, all with the same loss. */
  static Predictions of(int[] labels, int[] likeliest, double loss) {
    double[] confidences = new double[labels.length];
    Arrays.setAll(confidences, i -> likeliest[i] < 0 ? Double.NaN : SURE);
    return of(labels, likeliest, confidences, loss);
  }

  static Predictions of(int[] labels, int[] likeliest, double[] confidences, double loss) {
    double[] numbers = new double[5 * labels.length];
    for (int i = 0; i < labels.length; i++) {
      numbers[5 * i] = labels[i];
      numbers[5 * i + 1] = likeliest[i];
      numbers[5 * i + 2] = 1;
      numbers[5 * i + 3] = loss;
      numbers[5 * i + 4] = confidences[i];
    }
    return Predictions.read(numbers, 1).get(0);
  }

  static UniformRandomProvider random() {
    return new SplitMix64(1)::nextLong;
  }
}
