package dev.largo.config;

/**
 * What is recorded how often.
 *
 * @param layersEvery interval between two lots of per-layer lines
 * @param tensorboard whether event files are written that TensorBoard reads
 */
public record MetricsConfig(Every layersEvery, boolean tensorboard) {}
