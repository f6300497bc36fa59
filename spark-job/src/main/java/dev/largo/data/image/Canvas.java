package dev.largo.data.image;

/**
 * Pixels of a region, row by row, an int each: red in its lowest byte, then green, blue, and one
 * that means nothing. Is used again for many images; grows to the largest.
 */
final class Canvas {
  private Region region = new Region(0, 0, 0, 0);
  private int[] pixels = new int[0];

  /** Makes room for a region; what was in it is lost. */
  int[] reset(Region region) {
    int count = Math.multiplyExact(region.width(), region.height());
    if (count > pixels.length) {
      pixels = new int[count];
    }
    this.region = region;
    return pixels;
  }

  Region region() {
    return region;
  }

  /** At least as many as the region has. */
  int[] pixels() {
    return pixels;
  }

  /** A pixel of bytes given as ints of 0 to 255. */
  static int pixel(int red, int green, int blue) {
    return red | green << 8 | blue << 16;
  }

  /** Fills the canvas with planar pixels, 3 x height x width; of one plane, with grey. */
  void paint(byte[] planes, int channels, int width, int height) {
    reset(new Region(0, 0, width, height));
    int plane = width * height;
    int green = channels == 1 ? 0 : plane;
    int blue = 2 * green;
    for (int i = 0; i < plane; i++) {
      pixels[i] = pixel(planes[i] & 0xFF, planes[green + i] & 0xFF, planes[blue + i] & 0xFF);
    }
  }

  /**
   * Turns cyan, magenta, yellow and black, stored inverted as Adobe does, into red, green and blue,
   * as PIL does.
   */
  void fromInvertedCmyk() {
    int count = region.width() * region.height();
    for (int i = 0; i < count; i++) {
      int p = pixels[i];
      int key = p >>> 24;
      pixels[i] =
          pixel(ink(p & 0xFF, key), ink((p >>> 8) & 0xFF, key), ink((p >>> 16) & 0xFF, key));
    }
  }

  private static int ink(int inverted, int key) {
    int product = (255 - inverted) * key + 128;
    return key - ((product + (product >> 8)) >> 8);
  }
}
