package dev.largo.config;

import org.jspecify.annotations.Nullable;

/**
 * What is recorded how often.
 *
 * @param layersEvery interval between two lots of per-layer lines
 * @param tensorboard whether event files are written that TensorBoard reads
 * @param mlflow null where no tracking server is told
 */
public record MetricsConfig(
    Every layersEvery, boolean tensorboard, @Nullable MlflowConfig mlflow) {}
