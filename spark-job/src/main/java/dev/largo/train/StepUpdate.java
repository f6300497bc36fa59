package dev.largo.train;

import dev.largo.optim.LayerSignal;
import dev.largo.optim.StepSignals;
import java.util.List;

/**
 * What became of a step's gradient.
 *
 * @param gradientNorm NaN where it was not measured
 * @param layers empty unless they were asked for and the step was made
 * @param skipped whether nothing was changed
 */
record StepUpdate(double gradientNorm, List<LayerSignal> layers, boolean skipped) {
  /** A step that is skipped for its loss. */
  static final StepUpdate SKIPPED = new StepUpdate(Double.NaN, List.of(), true);

  StepUpdate {
    layers = List.copyOf(layers);
  }

  static StepUpdate of(StepSignals signals) {
    return new StepUpdate(signals.gradientNorm(), signals.layers(), signals.skipped() != null);
  }
}
