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
 * <p>All arithmetic is of integers, see {@link Lanes}.
 */
public final class ImageScaler {
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
      Region part = space.frame(window, 1, width, height, shape);
      space.canvas.paint(planes, channels, width, height, part);
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
    int width = space.canvas.region().width();
    int[][] pixels = space.canvas.rows();
    Taps rows = space.rows;
    Lanes lanes = space.lanes;
    lanes.reserve(Math.max(width, shape.width()));
    int stepX = orientation.stepX(shape.height());
    int stepY = orientation.stepY(shape.width());
    int plane = shape.width() * shape.height();
    int to = orientation.origin(shape.width(), shape.height());
    for (int y = 0; y < shape.height(); y++) {
      lanes.clear(width);
      for (int k = 0; k < rows.count; k++) {
        if (rows.weight[k][y] != 0) {
          lanes.add(pixels[rows.at[k][y]], rows.weight[k][y], width);
        }
      }
      lanes.pack(width);
      lanes.combine(space.columns, shape.width());
      lanes.put(shape, into, to + y * stepY, stepX, plane);
    }
  }
}
