package dev.largo.config;

/**
 * How the workers' gradients become one.
 *
 * @param wire rounds every node of the canonical sum, and the parameters that gradients are
 *     computed at, wherever they are computed
 */
public record AggregationConfig(AggregationMode mode, WireFormat wire) {}
