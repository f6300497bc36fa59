package dev.largo.data.image;

import dev.largo.data.ImageShape;
import dev.largo.data.Window;

/**
 * Scales a part of an image and cuts the sample out of it.
 *
 * <p>Each new pixel is a triangle-weighted mean of the old ones around it, over a support that
 * grows with the reduction (antialiased bilinear, as in PIL), so that fine texture is averaged away
 * instead of turning into moire. Rows are combined first, then columns, and only those that the
 * sample needs; between the two, as in PIL, levels are rounded.
 *
 * <p>All arithmetic is of integers: two channels share an int, 16 bits each, in which a sum of
 * levels weighted by 256 in all just fits. The loop over a row is one that the JIT vectorizes.
 */
public final class ImageScaler {
  /** The lower bytes of an int's halves: red and blue of a pixel, or green and nothing. */
  private static final int PAIR = 0x00FF00FF;

  /** Half a level in both halves of an int. */
  private static final int HALF = 0x00800080;

  private ImageScaler() {}

  /** Scales and cuts a decoded image. */
  public static void scale(RgbImage image, Window window, ImageShape shape, byte[] into) {
    scale(image.planes, RgbImage.CHANNELS, image.width, image.height, window, shape, into);
  }

  /**
   * Scales and cuts.
   *
   * @param planes unsigned bytes, channels x height x width
   * @param channels 1 or 3
   * @param into filled with unsigned bytes of the shape
   */
  public static void scale(
      byte[] planes,
      int channels,
      int width,
      int height,
      Window window,
      ImageShape shape,
      byte[] into) {
    try (Workspace space = Workspace.borrow()) {
      space.canvas.paint(planes, channels, width, height);
      space.frame(window, 1, width, height, shape);
      scale(space, Orientation.UPRIGHT, shape, into);
    }
  }

  /**
   * Scales what is on the canvas by the taps.
   *
   * @param shape of the sample as it is stored, before orientation
   * @param into filled with the sample as it is meant
   */
  static void scale(Workspace space, Orientation orientation, ImageShape shape, byte[] into) {
    Region region = space.canvas.region();
    int[] pixels = space.canvas.pixels();
    Taps rows = space.rows;
    int left = space.columns.from();
    int width = space.columns.to() - left;
    int[] even = space.even(width);
    int[] odd = space.odd(width);
    int stepX = orientation.stepX(shape.height());
    int stepY = orientation.stepY(shape.width());
    int to = orientation.origin(shape.width(), shape.height());
    for (int y = 0; y < shape.height(); y++) {
      int at = (rows.first[y] - region.top()) * region.width() + left - region.left();
      int weights = y * rows.most;
      first(pixels, at, width, rows.weights[weights], even, odd);
      for (int k = 1; k < rows.count[y]; k++) {
        add(pixels, at + k * region.width(), width, rows.weights[weights + k], even, odd);
      }
      round(width, even, odd);
      combineColumns(even, odd, space.columns, left, shape, into, to + y * stepY, stepX);
    }
  }

  private static void first(int[] pixels, int at, int width, int weight, int[] even, int[] odd) {
    for (int i = 0; i < width; i++) {
      int pixel = pixels[at + i];
      even[i] = (pixel & PAIR) * weight + HALF;
      odd[i] = ((pixel >>> 8) & PAIR) * weight + HALF;
    }
  }

  private static void add(int[] pixels, int at, int width, int weight, int[] even, int[] odd) {
    for (int i = 0; i < width; i++) {
      int pixel = pixels[at + i];
      even[i] += (pixel & PAIR) * weight;
      odd[i] += ((pixel >>> 8) & PAIR) * weight;
    }
  }

  private static void round(int width, int[] even, int[] odd) {
    for (int i = 0; i < width; i++) {
      even[i] = (even[i] >>> 8) & PAIR;
      odd[i] = (odd[i] >>> 8) & PAIR;
    }
  }

  private static void combineColumns(
      int[] even,
      int[] odd,
      Taps columns,
      int left,
      ImageShape shape,
      byte[] into,
      int at,
      int step) {
    int plane = shape.width() * shape.height();
    boolean colored = shape.channels() == RgbImage.CHANNELS;
    int[] firsts = columns.first;
    int[] counts = columns.count;
    int[] weights = columns.weights;
    int to = at;
    for (int x = 0; x < shape.width(); x++) {
      int from = firsts[x] - left;
      int weight = x * columns.most;
      int redBlue = HALF;
      int green = HALF;
      for (int k = 0; k < counts[x]; k++) {
        redBlue += even[from + k] * weights[weight + k];
        green += odd[from + k] * weights[weight + k];
      }
      into[to] = (byte) (redBlue >>> 8);
      if (colored) {
        into[to + plane] = (byte) (green >>> 8);
        into[to + 2 * plane] = (byte) (redBlue >>> 24);
      }
      to += step;
    }
  }
}
