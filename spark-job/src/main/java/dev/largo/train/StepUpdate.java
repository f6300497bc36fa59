package dev.largo.train;

import dev.largo.optim.LayerSignal;
import dev.largo.optim.StepSignals;
import java.util.List;

/**
 * What became of a step's gradient.
 *
 * @param gradientNorm NaN where it was not measured
 * @param layers empty unless they were asked for and the step was made
 * @param histograms of the gradient and of the parameters before the step; empty unless they were
 *     asked for
 * @param skipped whether nothing was changed
 */
record StepUpdate(
    double gradientNorm,
    List<LayerSignal> layers,
    List<HistogramRecord> histograms,
    boolean skipped) {
  /** A step that is skipped for its loss. */
  static final StepUpdate SKIPPED = new StepUpdate(Double.NaN, List.of(), List.of(), true);

  StepUpdate {
    layers = List.copyOf(layers);
    histograms = List.copyOf(histograms);
  }

  static StepUpdate of(StepSignals signals, List<HistogramRecord> histograms) {
    return new StepUpdate(
        signals.gradientNorm(), signals.layers(), histograms, signals.skipped() != null);
  }
}
