package dev.largo.config;

import org.jspecify.annotations.Nullable;

/**
 * What is recorded how often.
 *
 * @param layersEvery interval between two lots of per-layer lines
 * @param histogramsEvery interval between two lots of histograms; null for none
 * @param tensorboard whether event files are written that TensorBoard reads
 * @param mlflow null where no tracking server is told
 */
public record MetricsConfig(
    Every layersEvery,
    @Nullable Every histogramsEvery,
    boolean tensorboard,
    @Nullable MlflowConfig mlflow) {
  /** The same, without histograms. */
  MetricsConfig withoutHistograms() {
    return new MetricsConfig(layersEvery, null, tensorboard, mlflow);
  }

  /** The same, shown on another tracking server, or on none. */
  MetricsConfig shownOn(@Nullable MlflowConfig server) {
    return new MetricsConfig(layersEvery, histogramsEvery, tensorboard, server);
  }
}
