package dev.largo.config;

/**
 * The equal average of all samples of the weights from the first step on (Polyak and Juditsky
 * 1992).
 *
 * @param every interval between two samples
 * @param batchNormSamples training samples that batch-norm statistics are recomputed over; 0: all
 */
public record PolyakConfig(Every every, int batchNormSamples) {}
