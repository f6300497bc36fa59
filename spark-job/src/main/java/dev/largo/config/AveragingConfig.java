package dev.largo.config;

import org.jspecify.annotations.Nullable;

/**
 * Weight averages kept while training, or made after it; each is null where it is off.
 *
 * @param swa stochastic weight averaging
 * @param ema exponential moving averages
 * @param last average of the last samples
 * @param polyak average of all samples
 * @param swap average of replicas that are refined apart, when training is over
 */
public record AveragingConfig(
    @Nullable SwaConfig swa,
    @Nullable EmaConfig ema,
    @Nullable LastAverageConfig last,
    @Nullable PolyakConfig polyak,
    @Nullable SwapConfig swap) {
  /** No average at all. */
  public static final AveragingConfig NONE = new AveragingConfig(null, null, null, null, null);
}
