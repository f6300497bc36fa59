package dev.largo.data.image;

import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * What the samples of a raster mean: grey is three equal channels, an index is looked up, 16 bits
 * keep their upper 8, fewer than 8 are spread over all levels, alpha is nothing.
 */
final class Levels {
  private final int bands;
  private final int green;
  private final int blue;
  private final int[] reds;
  private final int[] greens;
  private final int[] blues;

  Levels(Raster raster, ColorModel colors) {
    this.bands = raster.getNumBands();
    boolean colored = bands >= RgbImage.CHANNELS;
    this.green = colored ? 1 : 0;
    this.blue = colored ? 2 : 0;
    if (colors instanceof IndexColorModel palette) {
      int size = 1 << raster.getSampleModel().getSampleSize(0);
      this.reds = new int[size];
      this.greens = new int[size];
      this.blues = new int[size];
      for (int i = 0; i < Math.min(size, palette.getMapSize()); i++) {
        reds[i] = palette.getRed(i);
        greens[i] = palette.getGreen(i);
        blues[i] = palette.getBlue(i);
      }
    } else {
      this.reds = spread(raster.getSampleModel().getSampleSize(0));
      this.greens = spread(raster.getSampleModel().getSampleSize(green));
      this.blues = spread(raster.getSampleModel().getSampleSize(blue));
    }
  }

  private static int[] spread(int bits) {
    int[] levels = new int[1 << bits];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = bits >= 8 ? i >> (bits - 8) : i * 255 / (levels.length - 1);
    }
    return levels;
  }

  /** Turns a row of samples into pixels. */
  void pack(int[] row, int[] pixels, int width) {
    for (int x = 0; x < width; x++) {
      int at = x * bands;
      pixels[x] = Canvas.pixel(reds[row[at]], greens[row[at + green]], blues[row[at + blue]]);
    }
  }
}
