package dev.largo.spark;

import java.io.Serializable;

/**
 * How a run ended.
 *
 * @param steps the last step made
 * @param skipped how many of them changed nothing, since their loss or gradient was not finite
 * @param parametersSha256 of the parameters as little-endian float32 in the layout's order
 */
public record Outcome(long steps, long skipped, String parametersSha256) implements Serializable {}
