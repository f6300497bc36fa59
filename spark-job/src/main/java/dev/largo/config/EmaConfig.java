package dev.largo.config;

import java.util.List;

/**
 * Bias-corrected exponential moving averages of the weights, one a decay.
 *
 * @param decays in [0, 1), of each sample; at least one, all different
 * @param every interval between two samples
 * @param batchNormSamples training samples that batch-norm statistics are recomputed over; 0: all
 */
public record EmaConfig(List<Double> decays, Every every, int batchNormSamples) {
  public EmaConfig {
    decays = List.copyOf(decays);
  }
}
