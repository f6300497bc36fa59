package dev.largo.config;

import org.jspecify.annotations.Nullable;

/**
 * One stage of a search.
 *
 * @param keep how many of its trials go on to the next, at least 1
 * @param draws new trials that it begins with; null: as {@code reference.conf} says
 * @param keys of its trials, such as {@code epochs}
 */
public record StageConfig(int keep, @Nullable Integer draws, VariantConfig keys) {}
