package dev.largo.train;

import dev.largo.config.AugmentConfig;
import dev.largo.data.BadSampleLog;
import dev.largo.data.MicroBatchReader;
import dev.largo.data.Normalization;
import dev.largo.data.SampleSource;

/**
 * The opened data of a run; sources are shared by the workers of a JVM.
 *
 * @param augment what happens to training samples
 * @param threads that read and decode for each worker
 * @param badSamples those that this JVM has skipped
 */
public record TrainingData(
    SampleSource training,
    SampleSource validation,
    Normalization normalization,
    AugmentConfig augment,
    int threads,
    BadSampleLog badSamples) {

  /** What tells this data from other data: the same wherever it is opened. */
  public String fingerprint() {
    return training.fingerprint() + "/" + validation.fingerprint();
  }

  /** A reader of the training set, for one thread. */
  MicroBatchReader trainingReader(long seed) {
    return new MicroBatchReader(training, normalization, augment, seed, threads);
  }

  /** A reader of the validation set, for one thread. */
  MicroBatchReader validationReader() {
    return new MicroBatchReader(validation, normalization, AugmentConfig.NONE, 0, threads);
  }
}
