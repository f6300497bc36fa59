package dev.largo.train;

import dev.largo.config.AugmentConfig;
import dev.largo.config.DataConfig;
import dev.largo.data.BadSampleLog;
import dev.largo.data.MicroBatchReader;
import dev.largo.data.Normalization;
import dev.largo.data.NormalizationConstants;
import dev.largo.data.SampleSource;
import dev.largo.data.format.DataSets;
import java.io.IOException;

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

  /**
   * Of sets as a configuration says; takes the constants of the training set if it gives none.
   *
   * @param workers that share the machine's cores
   */
  public static TrainingData of(DataSets sets, DataConfig config, int workers) throws IOException {
    return new TrainingData(
        sets.train(),
        sets.validation(),
        NormalizationConstants.of(config, sets.train()),
        config.augment(),
        config.threadsFor(workers),
        sets.badSamples());
  }

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
