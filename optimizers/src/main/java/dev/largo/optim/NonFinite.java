package dev.largo.optim;

/**
 * Where a step met a NaN or an infinity, or a gradient whose squares would be one: where the chain
 * keeps second moments, a norm above {@link dev.largo.optim.transform.Stage#LARGEST_SQUARED} is an
 * overflow like any other.
 *
 * @param segment name of the first such segment in the layout's order
 * @param quantity {@code gradient} or {@code weight}
 * @param norm its norm: NaN, infinite or too large
 */
public record NonFinite(String segment, String quantity, double norm) {}
