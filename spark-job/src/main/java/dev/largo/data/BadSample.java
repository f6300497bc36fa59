package dev.largo.data;

import java.io.Serializable;

/**
 * A sample that could not be read, and was left out.
 *
 * @param sample its name
 * @param reason what is wrong with it, in one line
 */
public record BadSample(String sample, String reason) implements Serializable {}
