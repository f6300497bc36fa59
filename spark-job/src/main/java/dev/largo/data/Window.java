package dev.largo.data;

/**
 * A part of an image, and how it becomes the sample: a rectangle is scaled, and the sample is cut
 * out of what comes of it. All in whole pixels.
 *
 * @param left of the rectangle, from 0
 * @param top of the rectangle, from 0
 * @param width of the rectangle, at least 1
 * @param height of the rectangle, at least 1
 * @param scaledWidth what the rectangle is scaled to, at least the sample's width
 * @param scaledHeight what the rectangle is scaled to, at least the sample's height
 * @param cutLeft where the sample begins in the scaled rectangle
 * @param cutTop where the sample begins in the scaled rectangle
 */
public record Window(
    int left,
    int top,
    int width,
    int height,
    int scaledWidth,
    int scaledHeight,
    int cutLeft,
    int cutTop) {
  public Window {
    if (left < 0 || top < 0 || width < 1 || height < 1 || cutLeft < 0 || cutTop < 0) {
      throw new IllegalArgumentException("no part of an image: " + left + "," + top);
    }
  }
}
