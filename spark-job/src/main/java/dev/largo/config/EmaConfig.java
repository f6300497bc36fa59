package dev.largo.config;

/**
 * A bias-corrected exponential moving average of the weights.
 *
 * @param decay in [0, 1), of each sample
 * @param every interval between two samples
 * @param batchNormSamples training samples that batch-norm statistics are recomputed over; 0: all
 */
public record EmaConfig(double decay, Every every, int batchNormSamples) {}
