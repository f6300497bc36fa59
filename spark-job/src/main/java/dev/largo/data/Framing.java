package dev.largo.data;

/** Decides which part of an image becomes the sample, from its size alone. */
@FunctionalInterface
public interface Framing {
  /** The part of an image of so many pixels. */
  Window of(int width, int height);

  /**
   * The middle of an image whose shorter side is scaled first, by the geometry of torchvision's
   * {@code Resize(shorter)} and {@code CenterCrop(size)}.
   *
   * @param shorter length of the shorter side after scaling, at least {@code size}
   * @param size side of the sample
   */
  static Framing centre(int shorter, int size) {
    return (width, height) -> {
      int least = Math.min(width, height);
      int scaledWidth = scaled(width, shorter, least);
      int scaledHeight = scaled(height, shorter, least);
      return new Window(
          0,
          0,
          width,
          height,
          scaledWidth,
          scaledHeight,
          (int) Math.rint((scaledWidth - size) / 2.0),
          (int) Math.rint((scaledHeight - size) / 2.0));
    };
  }

  private static int scaled(int side, int shorter, int least) {
    return side == least ? shorter : (int) ((long) shorter * side / least);
  }
}
