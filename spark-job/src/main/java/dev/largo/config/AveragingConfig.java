package dev.largo.config;

import org.jspecify.annotations.Nullable;

/**
 * Weight averages kept while training.
 *
 * @param swa stochastic weight averaging; null where it is off
 */
public record AveragingConfig(@Nullable SwaConfig swa) {}
