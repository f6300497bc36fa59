package dev.largo.config;

import java.util.function.UnaryOperator;

/**
 * The built-in image set, made on first use.
 *
 * @param directory where it is written and read; holds {@code train/} and {@code validation/}
 * @param trainSamples number of training images
 * @param validationSamples number of validation images
 * @param imageSize side of an image in pixels
 * @param seed seeds every image
 */
public record SyntheticConfig(
    String directory, int trainSamples, int validationSamples, int imageSize, long seed) {
  SyntheticConfig withPath(UnaryOperator<String> path) {
    return new SyntheticConfig(
        path.apply(directory), trainSamples, validationSamples, imageSize, seed);
  }
}
