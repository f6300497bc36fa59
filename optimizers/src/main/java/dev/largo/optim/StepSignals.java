package dev.largo.optim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step tells; the same on every rank.
 *
 * @param gradientNorm L2 norm of the gradient over all trainable segments, after the loss scale was
 *     taken out; not finite where the step was skipped
 * @param intrinsicRate learning rate times the chain's weight decay, 0 without decay: what governs
 *     the dynamics of scale-invariant networks (Li, Lyu and Arora 2020, arXiv 2010.02916)
 * @param layers the trainable segments in the layout's order; empty for {@link
 *     StepContext.Detail#GLOBAL} and where the step was skipped
 * @param skipped why nothing was changed, under {@link NonFinitePolicy#SKIP}; else null
 */
public record StepSignals(
    double gradientNorm,
    double intrinsicRate,
    List<LayerSignal> layers,
    @Nullable NonFinite skipped) {
  public StepSignals {
    layers = List.copyOf(layers);
  }
}
