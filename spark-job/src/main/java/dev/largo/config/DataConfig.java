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
 * @param mean per-channel mean of pixels in [0, 255]; empty: computed on the training set
 * @param std per-channel standard deviation, same unit; empty: computed on the training set
 * @param cropPadding pixels of zero padding on each side before the random crop; 0 turns it off
 * @param flip whether a training image is mirrored left to right with probability one half
 * @param cache what encoded images are remembered in
 */
public record DataConfig(
    DataFormat format,
    @Nullable String train,
    @Nullable String validation,
    @Nullable Integer imageSize,
    List<Double> mean,
    List<Double> std,
    int cropPadding,
    boolean flip,
    CacheConfig cache,
    SyntheticConfig synthetic) {
  public DataConfig {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  DataConfig withPaths(UnaryOperator<String> path) {
    UnaryOperator<String> places = format.takesLists() ? list -> PathList.map(list, path) : path;
    return new DataConfig(
        format,
        train == null ? null : places.apply(train),
        validation == null ? null : places.apply(validation),
        imageSize,
        mean,
        std,
        cropPadding,
        flip,
        cache,
        synthetic.withPath(path));
  }
}
