package dev.largo.config;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the images are and what happens to them before the network sees them.
 *
 * @param train URI of the training set; null only for {@link DataFormat#SYNTHETIC}
 * @param validation URI of the validation set; null only for {@link DataFormat#SYNTHETIC}
 * @param imageSize side in pixels that image files are scaled and centre-cropped to; null keeps
 *     their own size, which must then be the same for all
 * @param resizeShorter what the shorter side of image files is scaled to before the centre is cut;
 *     null: to {@code imageSize}
 * @param mean per-channel mean of pixels in [0, 255]; empty: computed on the training set
 * @param std per-channel standard deviation, same unit; empty: computed on the training set
 * @param shuffle in which order an epoch visits the training set
 * @param augment what happens to training samples at random
 * @param threads that read and decode for each worker; null: as many as leave each processor one
 * @param badSamples what happens to samples that cannot be read
 * @param cache what encoded images are remembered in
 */
public record DataConfig(
    DataFormat format,
    @Nullable String train,
    @Nullable String validation,
    @Nullable Integer imageSize,
    @Nullable Integer resizeShorter,
    List<Double> mean,
    List<Double> std,
    ShuffleConfig shuffle,
    AugmentConfig augment,
    @Nullable Integer threads,
    BadSamples badSamples,
    CacheConfig cache,
    SyntheticConfig synthetic) {
  public DataConfig {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /**
   * Threads that read and decode for each worker: given, or the processors shared among them.
   *
   * @param workers in this JVM; 0 where that is not known yet
   */
  public int threadsFor(int workers) {
    return threads != null
        ? threads
        : Math.max(1, Runtime.getRuntime().availableProcessors() / Math.max(1, workers));
  }

  /** The same data, with another policy for bad samples. */
  public DataConfig with(BadSamples policy) {
    return new DataConfig(
        format,
        train,
        validation,
        imageSize,
        resizeShorter,
        mean,
        std,
        shuffle,
        augment,
        threads,
        policy,
        cache,
        synthetic);
  }

  DataConfig withPaths(UnaryOperator<String> path) {
    UnaryOperator<String> places = format.takesLists() ? list -> PathList.map(list, path) : path;
    return new DataConfig(
        format,
        train == null ? null : places.apply(train),
        validation == null ? null : places.apply(validation),
        imageSize,
        resizeShorter,
        mean,
        std,
        shuffle,
        augment,
        threads,
        badSamples,
        cache,
        format == DataFormat.SYNTHETIC ? synthetic.withPath(path) : synthetic);
  }
}
