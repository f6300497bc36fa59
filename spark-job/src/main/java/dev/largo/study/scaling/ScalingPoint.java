package dev.largo.study.scaling;

import dev.largo.train.StepRecord;
import org.jspecify.annotations.Nullable;

/**
 * A measured cell of a study of workers.
 *
 * @param workers that trained it
 * @param globalBatch samples of a step
 * @param microBatch samples of a micro-batch
 * @param threads of each worker's engine
 * @param cores of the machine where all workers were threads of one JVM; null on a cluster, whose
 *     slots are taken for cores
 * @param seconds medians over the steps, of rank 0
 */
public record ScalingPoint(
    int workers,
    int globalBatch,
    int microBatch,
    int threads,
    @Nullable Integer cores,
    StepRecord.Seconds seconds) {
  /** Whether workers had to share cores, so that they say little about workers that do not. */
  public boolean isOversubscribed() {
    return cores != null && (long) workers * threads > cores;
  }

  /** Samples that all workers got through in a second. */
  public double imagesPerSecond() {
    return globalBatch / seconds.total();
  }

  StepLoad load() {
    return StepLoad.of(workers, globalBatch, microBatch);
  }
}
