package dev.largo.data;

/** A decoded image: red, green and blue planes of unsigned bytes, 3 x height x width. */
final class RgbImage {
  static final int CHANNELS = 3;

  final int width;
  final int height;
  final byte[] planes;

  RgbImage(int width, int height) {
    this(width, height, new byte[CHANNELS * width * height]);
  }

  RgbImage(int width, int height, byte[] planes) {
    this.width = width;
    this.height = height;
    this.planes = planes;
  }
}
