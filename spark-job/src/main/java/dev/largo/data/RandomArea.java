package dev.largo.data;

import java.io.Serializable;

/**
 * A random rectangle of an image, scaled to the sample: the "inception" crop of Szegedy et al.,
 * "Going deeper with convolutions" (CVPR 2015), section 6, by the rule of torchvision's {@code
 * RandomResizedCrop}: ten tries at a rectangle that fits, then the middle of the image.
 *
 * @param leastArea smallest share of the image's area, above 0
 * @param mostArea largest share, up to 1
 * @param leastRatio smallest ratio of width to height
 * @param mostRatio largest ratio; ratios are uniform in their logarithm
 */
public record RandomArea(double leastArea, double mostArea, double leastRatio, double mostRatio)
    implements Serializable {
  private static final int TRIES = 10;

  public RandomArea {
    if (!(leastArea > 0 && leastArea <= mostArea && mostArea <= 1)
        || !(leastRatio > 0 && leastRatio <= mostRatio && Double.isFinite(mostRatio))) {
      throw new IllegalArgumentException(
          "area %s to %s, ratio %s to %s".formatted(leastArea, mostArea, leastRatio, mostRatio));
    }
  }

  /** The framing that a seed decides. */
  public Framing framing(long seed, int sampleWidth, int sampleHeight) {
    return (width, height) -> {
      SplitMix64 random = new SplitMix64(seed);
      for (int attempt = 0; attempt < TRIES; attempt++) {
        double area = (double) width * height * random.nextDouble(leastArea, mostArea);
        double ratio =
            StrictMath.exp(
                random.nextDouble(StrictMath.log(leastRatio), StrictMath.log(mostRatio)));
        int cutWidth = (int) Math.rint(Math.sqrt(area * ratio));
        int cutHeight = (int) Math.rint(Math.sqrt(area / ratio));
        if (cutWidth > 0 && cutWidth <= width && cutHeight > 0 && cutHeight <= height) {
          int top = random.nextInt(height - cutHeight + 1);
          int left = random.nextInt(width - cutWidth + 1);
          return new Window(left, top, cutWidth, cutHeight, sampleWidth, sampleHeight, 0, 0);
        }
      }
      return middle(width, height, sampleWidth, sampleHeight);
    };
  }

  /** As much of the middle as the ratios allow. */
  private Window middle(int width, int height, int sampleWidth, int sampleHeight) {
    double ratio = (double) width / height;
    int cutWidth = ratio > mostRatio ? (int) Math.rint(height * mostRatio) : width;
    int cutHeight = ratio < leastRatio ? (int) Math.rint(width / leastRatio) : height;
    cutWidth = Math.max(1, Math.min(cutWidth, width));
    cutHeight = Math.max(1, Math.min(cutHeight, height));
    return new Window(
        (width - cutWidth) / 2,
        (height - cutHeight) / 2,
        cutWidth,
        cutHeight,
        sampleWidth,
        sampleHeight,
        0,
        0);
  }
}
