package dev.largo.optim;

import java.util.List;

/**
 * What a step tells; the same on every rank.
 *
 * @param gradientNorm L2 norm of the gradient over all trainable segments
 * @param layers the trainable segments in the layout's order; empty for {@link
 *     StepContext.Detail#GLOBAL}
 */
public record StepSignals(double gradientNorm, List<LayerSignal> layers) {
  public StepSignals {
    layers = List.copyOf(layers);
  }
}
