package dev.largo.train;

import dev.largo.optim.noise.NoiseEstimate;
import org.jspecify.annotations.Nullable;

/**
 * What one optimizer step did: a line of {@code metrics.jsonl}.
 *
 * @param step number of the step, from 1
 * @param epoch passes over the training set after it, fractional
 * @param loss mean over the global batch, before the update
 * @param gradientNorm L2 norm of the averaged gradient
 * @param lossScale what the loss was multiplied by for its gradient; null in float32
 * @param skipped whether the step changed nothing, since its loss or gradient was not finite
 * @param bottleneck read, decode or augment, where the wait for samples took a tenth of the step;
 *     else null
 * @param noise what the micro-batches' gradients tell of the gradient's noise, in the steps that
 *     also have per-layer lines; else, and of a single micro-batch, null
 * @param top1 share of the global batch that the network got right, before the update
 */
public record StepRecord(
    long step,
    double epoch,
    double loss,
    double learningRate,
    int globalBatch,
    double gradientNorm,
    double imagesPerSecond,
    @Nullable Double lossScale,
    boolean skipped,
    Seconds seconds,
    @Nullable String bottleneck,
    double top1,
    @Nullable NoiseEstimate noise) {

  /** Where the step's wall time went, on rank 0. */
  public record Seconds(double data, double gradient, double reduce, double update, double total) {}
}
