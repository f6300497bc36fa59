package dev.largo.train;

import java.io.Serializable;

/**
 * How the values of one layer are spread at one step: a line of {@code histograms.jsonl}.
 *
 * @param layer of activations the network's layer; else the segment's name, as in {@code
 *     layers.jsonl}
 */
public record HistogramRecord(long step, String layer, Kind kind, Histogram histogram)
    implements Serializable {
  /** What the values are. */
  public enum Kind {
    /**
     * What the layer gives on, in the forward pass of the step's first micro-batch: of the last
     * layer before its softmax.
     */
    ACTIVATION,
    /** The gradient averaged over the global batch, before anything is made of it. */
    GRADIENT,
    /** The parameters before the step. */
    PARAMETER
  }
}
