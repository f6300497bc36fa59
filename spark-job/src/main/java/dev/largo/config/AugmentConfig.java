package dev.largo.config;

import org.jspecify.annotations.Nullable;

/**
 * What happens to training samples at random.
 *
 * @param cropPadding pixels of zero padding on each side before the random crop; 0 turns it off
 * @param flip whether a training image is mirrored left to right with probability one half
 * @param crop the random resized crop; null: none
 * @param jitter strengths of changes in colour
 * @param lighting deviation of AlexNet's PCA lighting; 0 turns it off
 * @param labelSmoothing share of a label that is spread evenly over all classes, in [0, 1)
 * @param mixup alpha of the beta distribution that mixes samples; 0 turns it off
 * @param cutmix alpha of the beta distribution that pastes samples into each other; 0 turns it off
 */
public record AugmentConfig(
    int cropPadding,
    boolean flip,
    @Nullable ResizedCrop crop,
    ColorJitter jitter,
    double lighting,
    double labelSmoothing,
    double mixup,
    double cutmix) {
  /** Leaves samples as they are. */
  public static final AugmentConfig NONE =
      new AugmentConfig(0, false, null, ColorJitter.NONE, 0, 0, 0, 0);

  /** Only what is asked of small pictures: a crop out of a border, and a mirroring. */
  public static AugmentConfig of(int cropPadding, boolean flip) {
    return new AugmentConfig(cropPadding, flip, null, ColorJitter.NONE, 0, 0, 0, 0);
  }

  /**
   * Rectangles of random area and shape, scaled to the sample.
   *
   * @param leastArea smallest share of the image's area, above 0
   * @param mostArea largest share, at most 1
   * @param leastRatio smallest width / height
   * @param mostRatio largest width / height
   */
  public record ResizedCrop(
      double leastArea, double mostArea, double leastRatio, double mostRatio) {
    /** The usual one. */
    static final ResizedCrop IMAGENET = new ResizedCrop(0.08, 1, 3.0 / 4, 4.0 / 3);
  }

  /**
   * Factors are drawn from [1 - strength, 1 + strength], not below 0.
   *
   * @param hue half the range of the turn of the colour circle, as a share of it, at most 0.5
   */
  public record ColorJitter(double brightness, double contrast, double saturation, double hue) {
    /** No change. */
    public static final ColorJitter NONE = new ColorJitter(0, 0, 0, 0);
  }
}
