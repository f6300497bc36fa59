package dev.largo.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

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
}
