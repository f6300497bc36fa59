package dev.largo.data;

import dev.largo.config.DataConfig;
import java.io.Serializable;

/**
 * What is done at random to a training image: a crop of its own size out of the image with a border
 * around it, then a mirroring from left to right.
 *
 * <p>As in torchvision's CIFAR recipe ({@code RandomCrop(32, padding=4)} before {@code Normalize}),
 * the border is of raw pixels 0, black, which the normalization then maps like any other pixel.
 *
 * @param cropPadding width of the border in pixels; 0: no crop
 * @param flip whether an image is mirrored with probability one half
 */
public record Augmentation(int cropPadding, boolean flip) implements Serializable {
  /** Leaves images as they are. */
  public static final Augmentation NONE = new Augmentation(0, false);

  public Augmentation {
    if (cropPadding < 0) {
      throw new IllegalArgumentException("cropPadding must be at least 0: " + cropPadding);
    }
  }

  /** The augmentation a configuration asks for. */
  public static Augmentation of(DataConfig config) {
    return new Augmentation(config.cropPadding(), config.flip());
  }
}
