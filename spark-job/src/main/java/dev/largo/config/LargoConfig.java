package dev.largo.config;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One training run, as the user asked for it. Every default stands in {@code conf/reference.conf}.
 *
 * @param name the run's name: its directory is {@code runs/name}
 * @param seed seeds initialization, shuffling, augmentation and dropout
 * @param runs the directory (any Hadoop URI) that holds run directories
 * @param workers how many workers share a step
 * @param epochs passes over the training set, at least 1
 * @param stop what ends training before that
 * @param distill null where labels alone are learnt
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
    StopConfig stop,
    AveragingConfig averaging,
    @Nullable DistillConfig distill,
    AggregationConfig aggregation,
    EngineConfig engine,
    Every evaluateEvery,
    CheckpointConfig checkpoint,
    RecoveryConfig recovery,
    MetricsConfig metrics) {
  /** The same configuration with the paths of what it reads, data and networks, replaced. */
  public LargoConfig withInputPaths(UnaryOperator<String> path) {
    return with(
        name,
        seed,
        runs,
        data.withPaths(path),
        model.withPath(path),
        distill == null ? null : distill.withPaths(path),
        workers);
  }

  /** The same configuration for a run of another name, at another place. */
  public LargoConfig at(String newRuns, String newName) {
    return with(newName, seed, newRuns, data, model, distill, workers);
  }

  /** The same configuration for another number of workers. */
  public LargoConfig with(Workers others) {
    return with(name, seed, runs, data, model, distill, others);
  }

  /** The same configuration with other teachers, or null for none. */
  public LargoConfig taughtBy(@Nullable DistillConfig teachers) {
    return with(name, seed, runs, data, model, teachers, workers);
  }

  /**
   * What is the same for runs that differ in nothing but chance: all but the name, the seed, the
   * place and the workers.
   */
  public LargoConfig recipe() {
    return with("", 0, "", data, model, distill, Workers.AUTO);
  }

  /**
   * What a replica of SWAP is refined with: small batches of its own random numbers, no averages. A
   * replica has no wire, and a learning rate that this schedule does not tell.
   */
  public LargoConfig refining(SwapConfig swap, long ownSeed) {
    return new LargoConfig(
        name,
        ownSeed,
        runs,
        data,
        model,
        new BatchConfig(swap.batch(), batch.micro()),
        workers,
        optimizer,
        schedule,
        swap.epochs(),
        StopConfig.NEVER,
        AveragingConfig.NONE,
        distill,
        new AggregationConfig(
            aggregation.mode(), WireFormat.FP32, aggregation.models(), aggregation.every()),
        engine,
        evaluateEvery,
        checkpoint,
        recovery,
        metrics.withoutHistograms());
  }

  /** The same configuration, shown on another tracking server, or null for none. */
  public LargoConfig shownOn(@Nullable MlflowConfig mlflow) {
    return new LargoConfig(
        name,
        seed,
        runs,
        data,
        model,
        batch,
        workers,
        optimizer,
        schedule,
        epochs,
        stop,
        averaging,
        distill,
        aggregation,
        engine,
        evaluateEvery,
        checkpoint,
        recovery,
        metrics.shownOn(mlflow));
  }

  /**
   * What one of several models that train apart takes part with: its share of each batch, to which
   * the learning rate is scaled. Histograms are those of the first.
   *
   * @param number of the model, from 0
   */
  public LargoConfig apart(int number) {
    return new LargoConfig(
        name,
        seed,
        runs,
        data,
        model,
        new BatchConfig(updateBatch(), batch.micro()),
        workers,
        optimizer,
        schedule,
        epochs,
        stop,
        averaging,
        distill,
        new AggregationConfig(aggregation.mode(), aggregation.wire(), 1, aggregation.every()),
        engine,
        evaluateEvery,
        checkpoint,
        recovery,
        number == 0 ? metrics : metrics.withoutHistograms());
  }

  /** Samples that an update is made from: those of a model where models train apart. */
  public int updateBatch() {
    return batch.global() / aggregation.models();
  }

  /** Workers beyond these find nothing to do. */
  public int mostWorkers() {
    return aggregation.mode() == AggregationMode.PARAMETER_AVERAGING
        ? aggregation.models()
        : batch.microBatches();
  }

  private LargoConfig with(
      String newName,
      long newSeed,
      String newRuns,
      DataConfig newData,
      ModelConfig newModel,
      @Nullable DistillConfig newDistill,
      Workers newWorkers) {
    return new LargoConfig(
        newName,
        newSeed,
        newRuns,
        newData,
        newModel,
        batch,
        newWorkers,
        optimizer,
        schedule,
        epochs,
        stop,
        averaging,
        newDistill,
        aggregation,
        engine,
        evaluateEvery,
        checkpoint,
        recovery,
        metrics);
  }
}
