package dev.largo.config;

/**
 * How the workers' gradients, or what they have come to, become one.
 *
 * @param wire rounds every node of the canonical sum, and the parameters that gradients are
 *     computed at, wherever they are computed
 * @param models networks that train apart and are averaged, whatever the number of workers; 1
 *     unless the mode is {@code parameter-averaging}
 * @param every steps between two of these averages
 */
public record AggregationConfig(AggregationMode mode, WireFormat wire, int models, Every every) {}
