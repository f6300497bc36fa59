package dev.largo.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.SplitMix64;
import dev.largo.data.Window;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageScalerTest {
  @Test
  void cutsTheMiddleOfAnImageOfTheRightHeight() {
    RgbImage image = new RgbImage(6, 2);
    for (int i = 0; i < image.planes.length; i++) {
      image.planes[i] = (byte) i;
    }
    byte[] square = new byte[12];

    ImageScaler.scale(
        image, Framing.centre(2, 2).of(image.width, image.height), new ImageShape(3, 2, 2), square);

    assertArrayEquals(new byte[] {2, 3, 8, 9, 14, 15, 20, 21, 26, 27, 32, 33}, square);
  }

  @Test
  void averagesFineTextureAway() {
    RgbImage image = new RgbImage(64, 64);
    for (int i = 0; i < image.planes.length; i++) {
      int x = i % 64;
      int y = i / 64;
      image.planes[i] = (byte) ((x + y) % 2 == 0 ? 255 : 0);
    }
    byte[] square = new byte[3 * 16 * 16];

    ImageScaler.scale(
        image,
        Framing.centre(16, 16).of(image.width, image.height),
        new ImageShape(3, 16, 16),
        square);

    for (byte pixel : square) {
      assertEquals(127.5, pixel & 0xFF, 1.5);
    }
  }

  /** By hand: columns 0 to 3 halved, triangle of support 2 around 1 and 3, cut at the edge. */
  @Test
  void weighsByATriangle() {
    RgbImage image = new RgbImage(4, 4);
    for (int i = 0; i < image.planes.length; i++) {
      image.planes[i] = (byte) (new int[] {0, 70, 140, 210})[i % 4];
    }
    byte[] square = new byte[12];

    ImageScaler.scale(
        image, Framing.centre(2, 2).of(image.width, image.height), new ImageShape(3, 2, 2), square);

    // Weights 3, 3, 1 of 7 over columns 0, 1, 2; mirrored over 1, 2, 3.
    assertEquals((3 * 70 + 140) / 7, square[0] & 0xFF);
    assertEquals((70 + 3 * 140 + 3 * 210) / 7, square[1] & 0xFF);
  }

  @Test
  void enlargesSmallImages() {
    RgbImage image = new RgbImage(2, 3);
    Arrays.fill(image.planes, (byte) 77);
    byte[] square = new byte[3 * 8 * 8];

    ImageScaler.scale(
        image, Framing.centre(8, 8).of(image.width, image.height), new ImageShape(3, 8, 8), square);

    for (byte pixel : square) {
      assertEquals(77, pixel);
    }
  }

  /** Against double arithmetic, where nothing is rounded but the result. */
  @ParameterizedTest
  @CsvSource({"90, 70, 64", "640, 513, 100", "300, 2000, 33", "20, 31, 57", "64, 64, 64"})
  void isWithinALevelOfExactWeights(int width, int height, int size) {
    SplitMix64 random = new SplitMix64(width);
    RgbImage image = new RgbImage(width, height);
    for (int i = 0; i < image.planes.length; i++) {
      image.planes[i] = (byte) random.nextInt(256);
    }
    Window window = new Window(3, 2, width - 5, height - 7, size + 9, size + 11, 4, 5);
    ImageShape shape = new ImageShape(3, size, size);
    byte[] scaled = new byte[shape.values()];

    ImageScaler.scale(image, window, shape, scaled);

    for (int i = 0; i < scaled.length; i += 7) {
      int x = i % size;
      int y = i / size % size;
      assertEquals(exact(image, window, i / (size * size), x, y), scaled[i] & 0xFF, 1.6, "at " + i);
    }
  }

  private static double exact(RgbImage image, Window w, int channel, int x, int y) {
    double[] across = weights(w.width(), w.scaledWidth(), w.cutLeft() + x);
    double[] down = weights(w.height(), w.scaledHeight(), w.cutTop() + y);
    double sum = 0;
    for (int v = 0; v < down.length; v++) {
      int row = (channel * image.height + w.top() + v) * image.width + w.left();
      for (int u = 0; u < across.length; u++) {
        sum += down[v] * across[u] * (image.planes[row + u] & 0xFF);
      }
    }
    return sum;
  }

  private static double[] weights(int oldSide, int newSide, int pixel) {
    double scale = (double) oldSide / newSide;
    double support = Math.max(1, scale);
    double[] weights = new double[oldSide];
    double sum = 0;
    for (int i = 0; i < oldSide; i++) {
      weights[i] = Math.max(0, 1 - Math.abs(i + 0.5 - (pixel + 0.5) * scale) / support);
      sum += weights[i];
    }
    for (int i = 0; i < oldSide; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}
