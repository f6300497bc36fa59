package dev.largo.data;

import java.io.Serializable;

/**
 * Shape of every image of a data set, in DL4J's order.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 */
public record ImageShape(int channels, int height, int width) implements Serializable {
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "image shape " + channels + "x" + height + "x" + width + " has an empty side");
    }
  }

  /** Values of one image: channels x height x width. */
  public int values() {
    return channels * height * width;
  }
}
