package dev.largo.optim;

/**
 * Where a step met a NaN or an infinity.
 *
 * @param segment name of the first such segment in the layout's order
 * @param quantity {@code gradient} or {@code weight}
 * @param norm its norm: NaN or infinite
 */
public record NonFinite(String segment, String quantity, double norm) {}
