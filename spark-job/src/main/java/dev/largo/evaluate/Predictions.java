package dev.largo.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one model says of each sample of a set. */
public final class Predictions {
  /** No class: the network gives no number. */
  static final int NONE = -1;

  private final int[] labels;
  private final int[] likeliest;
  private final boolean[] inTop5;
  private final double[] losses;
  private final double[] confidences;

  private Predictions(int[] labels) {
    this.labels = labels;
    likeliest = new int[labels.length];
    inTop5 = new boolean[labels.length];
    losses = new double[labels.length];
    confidences = new double[labels.length];
  }

  /**
   * What a {@link PredictionPass} found, by model, then by ensemble.
   *
   * @param numbers all ranks', one after the other
   * @param models models and ensembles of the pass
   */
  public static List<Predictions> read(double[] numbers, int models) {
    int perSample = 1 + models * PredictionWriter.PER_MODEL;
    int[] labels = new int[numbers.length / perSample];
    for (int sample = 0; sample < labels.length; sample++) {
      labels[sample] = (int) numbers[sample * perSample];
    }
    List<Predictions> all = new ArrayList<>();
    for (int model = 0; model < models; model++) {
      Predictions predictions = new Predictions(labels);
      for (int sample = 0; sample < labels.length; sample++) {
        int at = sample * perSample + 1 + model * PredictionWriter.PER_MODEL;
        predictions.likeliest[sample] = (int) numbers[at];
        predictions.inTop5[sample] = numbers[at + 1] > 0;
        predictions.losses[sample] = numbers[at + 2];
        predictions.confidences[sample] = numbers[at + 3];
      }
      all.add(predictions);
    }
    return all;
  }

  /** Samples in the set. */
  public int samples() {
    return labels.length;
  }

  /** The right class of a sample. */
  public int label(int sample) {
    return labels[sample];
  }

  /**
   * The class that the model takes a sample to be; of equally likely ones the first, -1 if none.
   */
  public int likeliest(int sample) {
    return likeliest[sample];
  }

  /** Probability of the most likely class, in [0, 1]; NaN where the network gives no number. */
  public double confidence(int sample) {
    return confidences[sample];
  }

  /** Whether the most likely class of a sample is the right one. */
  public boolean isRight(int sample) {
    return likeliest[sample] == labels[sample];
  }

  /** Whether two are about the same samples. */
  public boolean areAboutThoseOf(Predictions other) {
    return Arrays.equals(labels, other.labels);
  }

  /** Share of samples whose most likely class is right, in [0, 1]. */
  public double top1() {
    int right = 0;
    for (int sample = 0; sample < labels.length; sample++) {
      right += isRight(sample) ? 1 : 0;
    }
    return (double) right / labels.length;
  }

  /** Share of samples whose class is among the five most likely. */
  public double top5() {
    int right = 0;
    for (boolean in : inTop5) {
      right += in ? 1 : 0;
    }
    return (double) right / labels.length;
  }

  /** Mean cross-entropy in nats. */
  public double loss() {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum / labels.length;
  }
}
