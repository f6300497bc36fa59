package dev.largo.data.image;

import dev.largo.data.ImageShape;
import dev.largo.data.Window;

/**
 * Scales a part of an image and cuts the sample out of it.
 *
 * <p>Each new pixel is a triangle-weighted mean of the old ones around it, over a support that
 * grows with the reduction (antialiased bilinear, as in PIL), so that fine texture is averaged away
 * instead of turning into moire. Columns and rows are done one after the other, and only those that
 * the sample needs.
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
    Taps columns = new Taps(window.width(), window.scaledWidth(), window.cutLeft(), shape.width());
    Taps rows = new Taps(window.height(), window.scaledHeight(), window.cutTop(), shape.height());
    int first = rows.first[0];
    int end = rows.first[shape.height() - 1] + rows.count[shape.height() - 1];
    // Rows of the rectangle that the sample needs, narrowed to its columns.
    float[] narrow = new float[window.height() * shape.width()];
    for (int c = 0; c < channels; c++) {
      for (int y = first; y < end; y++) {
        int from = (c * height + window.top() + y) * width + window.left();
        narrowRow(planes, from, columns, narrow, y * shape.width());
      }
      for (int y = 0; y < shape.height(); y++) {
        combineRows(narrow, rows, y, shape.width(), into, (c * shape.height() + y) * shape.width());
      }
    }
  }

  private static void narrowRow(byte[] pixels, int offset, Taps taps, float[] to, int at) {
    for (int x = 0; x < taps.count.length; x++) {
      int from = offset + taps.first[x];
      float[] weights = taps.weights[x];
      float sum = 0;
      for (int k = 0; k < weights.length; k++) {
        sum += weights[k] * (pixels[from + k] & 0xFF);
      }
      to[at + x] = sum;
    }
  }

  private static void combineRows(
      float[] narrow, Taps taps, int row, int size, byte[] into, int at) {
    float[] weights = taps.weights[row];
    for (int x = 0; x < size; x++) {
      int from = taps.first[row] * size + x;
      float sum = 0;
      for (int k = 0; k < weights.length; k++) {
        sum += weights[k] * narrow[from + k * size];
      }
      into[at + x] = (byte) Math.min(255, (int) (sum + 0.5f));
    }
  }

  /** For each new pixel of the window, the old ones it is made of. */
  private static final class Taps {
    final int[] first;
    final int[] count;
    final float[][] weights;

    Taps(int oldSide, int newSide, int windowStart, int window) {
      this.first = new int[window];
      this.count = new int[window];
      this.weights = new float[window][];
      double scale = (double) oldSide / newSide;
      double support = Math.max(1, scale);
      for (int i = 0; i < window; i++) {
        double centre = (windowStart + i + 0.5) * scale;
        int from = Math.max(0, (int) (centre - support + 0.5));
        int to = Math.min(oldSide, (int) (centre + support + 0.5));
        first[i] = from;
        count[i] = to - from;
        weights[i] = triangle(from, to, centre, support);
      }
    }

    private static float[] triangle(int from, int to, double centre, double support) {
      double[] exact = new double[to - from];
      double sum = 0;
      for (int k = 0; k < exact.length; k++) {
        exact[k] = Math.max(0, 1 - Math.abs(from + k + 0.5 - centre) / support);
        sum += exact[k];
      }
      float[] weights = new float[exact.length];
      for (int k = 0; k < exact.length; k++) {
        weights[k] = (float) (exact[k] / sum);
      }
      return weights;
    }
  }
}
