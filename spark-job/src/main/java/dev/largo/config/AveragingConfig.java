package dev.largo.config;

import org.jspecify.annotations.Nullable;

/**
 * Weight averages kept while training; each is null where it is off.
 *
 * @param swa stochastic weight averaging
 * @param ema exponential moving averages
 * @param last average of the last samples
 * @param polyak average of all samples
 */
public record AveragingConfig(
    @Nullable SwaConfig swa,
    @Nullable EmaConfig ema,
    @Nullable LastAverageConfig last,
    @Nullable PolyakConfig polyak) {}
