package dev.largo.data.image;

/**
 * Pixels of a region, an int each: red in its lowest byte, then green, blue, and one that means
 * nothing. Is used again for many images; grows to the largest.
 *
 * <p>Rows are arrays of their own, for the sake of {@link Lanes}.
 */
final class Canvas {
  /** Of a level, in libjpeg's fixed point. */
  private static final int HALF = 1 << 15;

  private Region region = new Region(0, 0, 0, 0);
  private int[][] rows = new int[0][0];

  /** Makes room for a region; what was in it is lost. */
  int[][] reset(Region region) {
    if (rows.length < region.height() || rows[0].length < region.width()) {
      int height = Math.max(rows.length, region.height());
      int width = rows.length == 0 ? 0 : rows[0].length;
      rows = new int[height][Math.max(width, region.width())];
    }
    this.region = region;
    return rows;
  }

  Region region() {
    return region;
  }

  /** At least as many and as long ones as the region has. */
  int[][] rows() {
    return rows;
  }

  /** Pixels there is room for. */
  long pixels() {
    return rows.length == 0 ? 0 : (long) rows.length * rows[0].length;
  }

  /** A pixel of bytes given as ints of 0 to 255. */
  static int pixel(int red, int green, int blue) {
    return red | green << 8 | blue << 16;
  }

  /** Fills the canvas with a region of planar pixels; of one plane, with grey. */
  void paint(byte[] planes, int channels, int width, int height, Region part) {
    int[][] to = reset(part);
    int green = channels == 1 ? 0 : width * height;
    int blue = 2 * green;
    for (int y = 0; y < part.height(); y++) {
      int from = (part.top() + y) * width + part.left();
      for (int x = 0; x < part.width(); x++) {
        to[y][x] =
            pixel(
                planes[from + x] & 0xFF,
                planes[from + green + x] & 0xFF,
                planes[from + blue + x] & 0xFF);
      }
    }
  }

  /** Turns luma, two chroma and black into the four inks, by libjpeg's arithmetic. */
  void fromYcck() {
    for (int y = 0; y < region.height(); y++) {
      int[] row = rows[y];
      for (int x = 0; x < region.width(); x++) {
        int p = row[x];
        int luma = p & 0xFF;
        int cb = ((p >>> 8) & 0xFF) - 128;
        int cr = ((p >>> 16) & 0xFF) - 128;
        int red = luma + ((fixed(1.402) * cr + HALF) >> 16);
        int green = luma + ((-fixed(0.34414) * cb + HALF - fixed(0.71414) * cr) >> 16);
        int blue = luma + ((fixed(1.772) * cb + HALF) >> 16);
        row[x] = pixel(level(255 - red), level(255 - green), level(255 - blue)) | (p & 0xFF000000);
      }
    }
  }

  private static int fixed(double factor) {
    return (int) (factor * (1 << 16) + 0.5);
  }

  private static int level(int value) {
    return Math.max(0, Math.min(255, value));
  }

  /**
   * Turns cyan, magenta, yellow and black, stored inverted as Adobe does, into red, green and blue,
   * as PIL does.
   */
  void fromInvertedCmyk() {
    for (int y = 0; y < region.height(); y++) {
      int[] row = rows[y];
      for (int x = 0; x < region.width(); x++) {
        int p = row[x];
        int key = p >>> 24;
        row[x] = pixel(ink(p & 0xFF, key), ink((p >>> 8) & 0xFF, key), ink((p >>> 16) & 0xFF, key));
      }
    }
  }

  private static int ink(int inverted, int key) {
    int product = (255 - inverted) * key + 128;
    return key - ((product + (product >> 8)) >> 8);
  }
}
