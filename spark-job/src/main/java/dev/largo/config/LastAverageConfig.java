package dev.largo.config;

/**
 * The average of the last samples of the weights (LAWA, Kaddour 2022).
 *
 * @param k how many, at least 1
 * @param every interval between two samples
 * @param batchNormSamples training samples that batch-norm statistics are recomputed over; 0: all
 */
public record LastAverageConfig(int k, Every every, int batchNormSamples) {}
