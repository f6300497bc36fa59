package dev.largo.config;

/**
 * Stochastic weight averaging in parallel (Gupta, Serrano and DeCoste 2020): large batches until
 * the network fits the training set well enough, then replicas that refine it apart with small
 * batches, then their average.
 *
 * @param untilAccuracy share of an epoch's samples that the network in training has to get right
 *     for large batches to end, in (0, 1]
 * @param replicas how many, at least 2; whatever the number of workers
 * @param epochs of each replica's refinement, at least 1
 * @param batch samples per step of a replica, a multiple of the micro-batch
 * @param lr learning rate at the start of the refinement; used as it is, without scaling
 * @param endLr what it falls to, linearly, at the end
 * @param batchNormSamples training samples that batch-norm statistics are recomputed over; 0: all
 */
public record SwapConfig(
    double untilAccuracy,
    int replicas,
    int epochs,
    int batch,
    double lr,
    double endLr,
    int batchNormSamples) {}
