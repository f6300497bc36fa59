package dev.largo.data.image;

import dev.largo.data.ImageShape;
import java.util.Arrays;

/**
 * Weighted sums of pixels, two channels to an int of 16 bits each: levels weighted by 256 in all
 * just fit, with their rounding.
 *
 * <p>Every loop over a row that multiplies reads all of its arrays at one index: the JIT of Java 17
 * vectorizes such loops only, and they are six times as fast for it.
 */
final class Lanes {
  /** The lower bytes of an int's halves: red and blue of a pixel, or green and nothing. */
  private static final int PAIR = 0x00FF00FF;

  /** Half a level in both halves of an int. */
  private static final int HALF = 0x00800080;

  private int[] redBlue = new int[0];
  private int[] green = new int[0];
  private int[] line = new int[0];
  private int[] tap = new int[0];

  /** Makes room for rows of so many pixels. */
  void reserve(int width) {
    if (line.length < width) {
      redBlue = new int[width];
      green = new int[width];
      line = new int[width];
      tap = new int[width];
    }
  }

  /** Begins sums. */
  void clear(int width) {
    Arrays.fill(redBlue, 0, width, HALF);
    Arrays.fill(green, 0, width, HALF);
  }

  /** Adds a row, all of one weight. */
  void add(int[] pixels, int weight, int width) {
    add(pixels, weight, redBlue, green, width);
  }

  private static void add(int[] pixels, int weight, int[] redBlue, int[] green, int width) {
    for (int i = 0; i < width; i++) {
      int pixel = pixels[i];
      redBlue[i] += (pixel & PAIR) * weight;
      green[i] += ((pixel >>> 8) & PAIR) * weight;
    }
  }

  /** Makes pixels of the sums. */
  void pack(int width) {
    pack(redBlue, green, line, width);
  }

  private static void pack(int[] redBlue, int[] green, int[] line, int width) {
    for (int i = 0; i < width; i++) {
      line[i] = ((redBlue[i] >>> 8) & PAIR) | (green[i] & ~PAIR);
    }
  }

  /** Sums the pixels last packed by columns. */
  void combine(Taps columns, int width) {
    clear(width);
    for (int k = 0; k < columns.count; k++) {
      gather(line, columns.at[k], tap, width);
      add(tap, columns.weight[k], redBlue, green, width);
    }
  }

  private static void gather(int[] line, int[] at, int[] tap, int width) {
    for (int i = 0; i < width; i++) {
      tap[i] = line[at[i]];
    }
  }

  private static void add(int[] pixels, int[] weights, int[] redBlue, int[] green, int width) {
    for (int i = 0; i < width; i++) {
      int pixel = pixels[i];
      redBlue[i] += (pixel & PAIR) * weights[i];
      green[i] += ((pixel >>> 8) & PAIR) * weights[i];
    }
  }

  /**
   * Writes the sums as a row of the sample, of as many channels as it has.
   *
   * @param at where in the first plane
   * @param step between pixels of the row
   * @param plane pixels of a plane
   */
  void put(ImageShape shape, byte[] into, int at, int step, int plane) {
    put(redBlue, 8, into, at, step, shape.width());
    if (shape.channels() == RgbImage.CHANNELS) {
      put(green, 8, into, at + plane, step, shape.width());
      put(redBlue, 24, into, at + 2 * plane, step, shape.width());
    }
  }

  private static void put(int[] sums, int shift, byte[] into, int at, int step, int width) {
    if (step == 1) {
      for (int i = 0; i < width; i++) {
        into[at + i] = (byte) (sums[i] >>> shift);
      }
    } else {
      for (int i = 0; i < width; i++) {
        into[at + i * step] = (byte) (sums[i] >>> shift);
      }
    }
  }
}
