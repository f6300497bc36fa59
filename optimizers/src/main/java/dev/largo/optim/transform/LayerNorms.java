package dev.largo.optim.transform;

/**
 * L2 norms of one whole segment, whichever ranks hold it.
 *
 * @param weight of the weights before the step
 * @param gradient of the raw gradient
 * @param update of the update when last measured: at the stage itself where that declares {@link
 *     Norms#UPDATE}, and the raw gradient's before the first such stage
 */
public record LayerNorms(double weight, double gradient, double update) {}
