package dev.largo.config;

/**
 * What is recorded how often.
 *
 * @param layersEvery interval between two lots of per-layer lines
 */
public record MetricsConfig(Every layersEvery) {}
