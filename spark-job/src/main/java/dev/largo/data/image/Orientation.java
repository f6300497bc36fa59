package dev.largo.data.image;

import dev.largo.data.ImageShape;
import dev.largo.data.Window;

/**
 * How the pixels of a file lie to the picture that is meant: EXIF's tag of that name (CIPA DC-008,
 * 4.6.4). Along each stored axis pixels may run backwards, and the axes may be exchanged after
 * that.
 *
 * @param reversedX whether stored rows run from right to left
 * @param reversedY whether stored rows come from the bottom up
 * @param transposed whether stored rows are columns of the picture
 */
record Orientation(boolean reversedX, boolean reversedY, boolean transposed) {
  /** As stored. */
  static final Orientation UPRIGHT = new Orientation(false, false, false);

  /** The tag's values 1 to 8; others, which cameras write too, mean nothing. */
  static Orientation ofTag(int tag) {
    return switch (tag) {
      case 2 -> new Orientation(true, false, false);
      case 3 -> new Orientation(true, true, false);
      case 4 -> new Orientation(false, true, false);
      case 5 -> new Orientation(false, false, true);
      case 6 -> new Orientation(false, true, true);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, false, true);
      default -> UPRIGHT;
    };
  }

  /** The shape of stored pixels that become a sample of a shape; the other way round too. */
  ImageShape stored(ImageShape shape) {
    return transposed
        ? new ImageShape(shape.channels(), /* height= */ shape.width(), /* width= */ shape.height())
        : shape;
  }

  /**
   * The window of the stored pixels that becomes a window of the picture.
   *
   * @param width of the stored image
   * @param height of the stored image
   * @param shape of the sample, as stored
   */
  Window stored(Window window, int width, int height, ImageShape shape) {
    Window w = transposed ? transposed(window) : window;
    return new Window(
        reversedX ? width - w.left() - w.width() : w.left(),
        reversedY ? height - w.top() - w.height() : w.top(),
        w.width(),
        w.height(),
        w.scaledWidth(),
        w.scaledHeight(),
        reversedX ? w.scaledWidth() - w.cutLeft() - shape.width() : w.cutLeft(),
        reversedY ? w.scaledHeight() - w.cutTop() - shape.height() : w.cutTop());
  }

  private static Window transposed(Window w) {
    return new Window(
        w.top(),
        w.left(),
        w.height(),
        w.width(),
        w.scaledHeight(),
        w.scaledWidth(),
        w.cutTop(),
        w.cutLeft());
  }

  /** Where in a plane of the picture the stored pixel (0, 0) of so many belongs. */
  int origin(int width, int height) {
    return (reversedX ? -(width - 1) * stepX(height) : 0)
        + (reversedY ? -(height - 1) * stepY(width) : 0);
  }

  /** How far apart in a plane of the picture two stored neighbours of a row are. */
  int stepX(int height) {
    int step = transposed ? height : 1;
    return reversedX ? -step : step;
  }

  /** How far apart in a plane of the picture two stored neighbours of a column are. */
  int stepY(int width) {
    int step = transposed ? 1 : width;
    return reversedY ? -step : step;
  }
}
