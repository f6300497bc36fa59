package dev.largo.train;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step's gradient took.
 *
 * @param lossSum over the global batch's samples, added in canonical order
 * @param squares squared norms of the micro-batches' gradients, added in canonical order; null in a
 *     step that does not measure them
 * @param correct samples whose class the network in training got right
 * @param overflows finite numbers on the way to the gradient's sum that the wire's format does not
 *     hold; the same for any number of ranks
 * @param stopRequested whether the run is to end after this step; the same on every rank
 * @param dataSeconds this rank's wait for samples
 * @param inputBottleneck what its samples had to wait for most: read, decode or augment
 * @param activations histograms of what the layers gave on; empty in a step that records none, and
 *     but for the first rank
 * @param gradientSeconds this rank's computing
 * @param reduceSeconds this rank's exchange, with its wait for the others
 */
public record StepWork(
    double lossSum,
    @Nullable Double squares,
    long correct,
    long overflows,
    boolean stopRequested,
    double dataSeconds,
    double gradientSeconds,
    double reduceSeconds,
    String inputBottleneck,
    List<HistogramRecord> activations) {
  public StepWork {
    activations = List.copyOf(activations);
  }

  /** What is known after a step that models have made apart. */
  static StepWork apart(boolean stopRequested) {
    return new StepWork(Double.NaN, null, 0, 0, stopRequested, 0, 0, 0, "", List.of());
  }
}
