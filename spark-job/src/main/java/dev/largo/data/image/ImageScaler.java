package dev.largo.data.image;

/**
 * Scales an image so that its shorter side has a given length and cuts the square in its middle.
 *
 * <p>The geometry is that of torchvision's {@code Resize(size)} and {@code CenterCrop(size)}. Each
 * new pixel is a triangle-weighted mean of the old ones around it, over a support that grows with
 * the reduction (antialiased bilinear, as in PIL), so that fine texture is averaged away instead of
 * turning into moire. Rows and columns are done one after the other, and only those of the square.
 */
public final class ImageScaler {
  private ImageScaler() {}

  /**
   * Scales and cuts.
   *
   * @param into filled with 3 x size x size unsigned bytes
   */
  public static void squareOf(RgbImage image, int size, byte[] into) {
    int shorter = Math.min(image.width, image.height);
    int width = scaled(image.width, size, shorter);
    int height = scaled(image.height, size, shorter);
    Taps columns = new Taps(image.width, width, centre(width, size), size);
    Taps rows = new Taps(image.height, height, centre(height, size), size);
    // Rows of the source that the square needs, narrowed to its columns: height x size.
    float[] narrow = new float[image.height * size];
    for (int c = 0; c < RgbImage.CHANNELS; c++) {
      int plane = c * image.width * image.height;
      for (int y = rows.first[0]; y < rows.first[size - 1] + rows.count[size - 1]; y++) {
        narrowRow(image.planes, plane + y * image.width, columns, narrow, y * size);
      }
      for (int y = 0; y < size; y++) {
        combineRows(narrow, rows, y, size, into, (c * size + y) * size);
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

  private static int scaled(int side, int size, int shorter) {
    return side == shorter ? size : (int) ((long) size * side / shorter);
  }

  private static int centre(int side, int size) {
    return (int) Math.rint((side - size) / 2.0);
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
