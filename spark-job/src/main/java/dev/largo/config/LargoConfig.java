package dev.largo.config;

/**
 * One training run, as the user asked for it. Every default stands in {@code conf/reference.conf}.
 *
 * @param name the run's name: its directory is {@code runs/name}
 * @param seed seeds initialization, shuffling, augmentation and dropout
 * @param runs the directory (any Hadoop URI) that holds run directories
 * @param workers how many workers share a step
 * @param epochs passes over the training set, at least 1
 */
public record LargoConfig(
    String name,
    long seed,
    String runs,
    DataConfig data,
    ModelConfig model,
    BatchConfig batch,
    Workers workers,
    OptimizerConfig optimizer,
    ScheduleConfig schedule,
    int epochs,
    AveragingConfig averaging,
    AggregationMode aggregation,
    EngineConfig engine,
    Every evaluateEvery,
    CheckpointConfig checkpoint,
    MetricsConfig metrics) {}
