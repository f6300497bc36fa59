package dev.largo.data.image;

/** A decoded image: red, green and blue planes of unsigned bytes, 3 x height x width. */
public final class RgbImage {
  public static final int CHANNELS = 3;

  public final int width;
  public final int height;
  public final byte[] planes;

  public RgbImage(int width, int height) {
    this(width, height, new byte[CHANNELS * width * height]);
  }

  public RgbImage(int width, int height, byte[] planes) {
    this.width = width;
    this.height = height;
    this.planes = planes;
  }
}
