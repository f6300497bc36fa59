package dev.largo.train;

import dev.largo.collective.PartialSums;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rank's share of a step. */
public final class GradientShare {
  private final PartialSums sums;
  private final double[] losses;
  private final double @Nullable [] squares;
  private final long correct;
  private final double dataSeconds;
  private final double gradientSeconds;
  private final String inputBottleneck;
  private final List<HistogramRecord> activations;

  /** A share; the arrays are handed over. */
  public GradientShare(
      PartialSums sums,
      double[] losses,
      double @Nullable [] squares,
      long correct,
      double dataSeconds,
      double gradientSeconds,
      String inputBottleneck,
      List<HistogramRecord> activations) {
    this.sums = sums;
    this.losses = losses;
    this.squares = squares;
    this.correct = correct;
    this.dataSeconds = dataSeconds;
    this.gradientSeconds = gradientSeconds;
    this.inputBottleneck = inputBottleneck;
    this.activations = List.copyOf(activations);
  }

  /**
   * Sums of its micro-batches' gradients, and how many overflowed: the worker's memory, valid until
   * its next share.
   */
  public PartialSums sums() {
    return sums;
  }

  /** Summed loss of each of its micro-batches, in their order. */
  public double[] losses() {
    return losses;
  }

  /**
   * Squared norm of each of its micro-batches' gradients, a sum over samples, over the weights that
   * are trained; null, on all ranks, in a step that does not measure it.
   */
  public double @Nullable [] squares() {
    return squares;
  }

  /** Samples of them whose class the network in training got right. */
  public long correct() {
    return correct;
  }

  /** Time spent waiting for samples. */
  public double dataSeconds() {
    return dataSeconds;
  }

  /** Time spent computing. */
  public double gradientSeconds() {
    return gradientSeconds;
  }

  /** What samples had to wait for most: read, decode or augment. */
  public String inputBottleneck() {
    return inputBottleneck;
  }

  /**
   * Histograms of what the layers gave on, in the step's first micro-batch; empty where another
   * rank has that, or the step records none.
   */
  public List<HistogramRecord> activations() {
    return activations;
  }
}
