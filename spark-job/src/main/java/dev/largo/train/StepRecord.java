package dev.largo.train;

/**
 * What one optimizer step did: a line of {@code metrics.jsonl}.
 *
 * @param step number of the step, from 1
 * @param epoch passes over the training set after it, fractional
 * @param loss mean over the global batch, before the update
 * @param gradientNorm L2 norm of the averaged gradient
 * @param skipped whether the step changed nothing, since its loss or gradient was not finite
 */
public record StepRecord(
    long step,
    double epoch,
    double loss,
    double learningRate,
    int globalBatch,
    double gradientNorm,
    double imagesPerSecond,
    boolean skipped,
    Seconds seconds) {

  /** Where the step's wall time went, on rank 0. */
  public record Seconds(double data, double gradient, double reduce, double update, double total) {}
}
