package dev.largo.compare;

import dev.largo.evaluate.Predictions;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a model is right as often as it is sure: the reliability diagram and the expected
 * calibration error of Guo et al., "On calibration of modern neural networks" (ICML 2017, section
 * 2), over 15 bins of equal width.
 *
 * @param error mean of |accuracy - confidence| over the samples' bins, in [0, 1]; NaN if the model
 *     gives no number for a sample
 * @param bins of those that hold a sample, the least confident first
 */
public record Calibration(double error, List<Bin> bins) {
  private static final int BINS = 15;

  /**
   * Samples of similar confidence.
   *
   * @param confidence mean of the probability given to the most likely class
   * @param accuracy share whose most likely class is right
   */
  public record Bin(int samples, double confidence, double accuracy) {}

  public Calibration {
    bins = List.copyOf(bins);
  }

  /** The calibration of a model. */
  public static Calibration of(Predictions predictions) {
    int[] samples = new int[BINS];
    int[] right = new int[BINS];
    double[] confidence = new double[BINS];
    double error = 0;
    for (int i = 0; i < predictions.samples(); i++) {
      if (Double.isNaN(predictions.confidence(i))) {
        error = Double.NaN;
        continue;
      }
      // A bin holds its upper end, as in the paper. Rounding may put a probability above 1.
      int place = (int) Math.ceil(predictions.confidence(i) * BINS) - 1;
      int bin = Math.max(0, Math.min(place, BINS - 1));
      samples[bin]++;
      right[bin] += predictions.isRight(i) ? 1 : 0;
      confidence[bin] += predictions.confidence(i);
    }
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (samples[bin] > 0) {
        error += Math.abs(right[bin] - confidence[bin]);
        bins.add(
            new Bin(
                samples[bin], confidence[bin] / samples[bin], (double) right[bin] / samples[bin]));
      }
    }
    return new Calibration(error / predictions.samples(), bins);
  }
}
