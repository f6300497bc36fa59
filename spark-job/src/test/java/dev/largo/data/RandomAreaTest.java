package dev.largo.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class RandomAreaTest {
  private static final RandomArea IMAGENET = new RandomArea(0.08, 1, 3.0 / 4, 4.0 / 3);

  private static Window window(RandomArea area, long seed, int width, int height) {
    return area.framing(seed, 224, 224).of(width, height);
  }

  @Test
  void windowsLieInTheImageAndHaveTheAreasAndShapesThatWereAskedFor() {
    double least = 1;
    double most = 0;
    double sum = 0;
    for (int seed = 0; seed < 2000; seed++) {
      Window window = window(IMAGENET, seed, 500, 400);
      assertTrue(window.left() + window.width() <= 500 && window.top() + window.height() <= 400);
      assertEquals(224, window.scaledWidth());
      assertEquals(0, window.cutTop());
      double ratio = (double) window.width() / window.height();
      assertTrue(ratio > 0.74 && ratio < 1.35, () -> "ratio " + ratio);
      double area = window.width() * window.height() / (500.0 * 400);
      least = Math.min(least, area);
      most = Math.max(most, area);
      sum += area;
    }
    assertTrue(least > 0.079 && least < 0.09, "least " + least);
    assertTrue(most > 0.95, "most " + most);
    // Large ones often do not fit: 0.4522 with a deviation of 0.0051, simulated apart.
    assertEquals(0.4522, sum / 2000, 0.02);
  }

  @Test
  void imageThatNoRectangleFitsIsCutToTheNearestShape() {
    assertEquals(
        new Window(480, 0, 40, 30, 224, 224, 0, 0),
        window(new RandomArea(1, 1, 0.75, 4.0 / 3), 1, 1000, 30));
    assertEquals(
        new Window(0, 480, 30, 40, 224, 224, 0, 0),
        window(new RandomArea(1, 1, 0.75, 4.0 / 3), 1, 30, 1000));
  }

  @Test
  void onePixelIsAnImageToo() {
    assertEquals(new Window(0, 0, 1, 1, 224, 224, 0, 0), window(IMAGENET, 3, 1, 1));
  }

  @Test
  void emptyIntervalsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new RandomArea(0, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new RandomArea(0.5, 0.4, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new RandomArea(0.5, 1, 2, 1));
  }

  /** 500 x 375 to 256 on the shorter side is 341 x 256; torchvision cuts at 58 and 16. */
  @Test
  void centreIsCutAsTorchvisionDoes() {
    assertEquals(
        new Window(0, 0, 500, 375, 341, 256, 58, 16), Framing.centre(256, 224).of(500, 375));
    assertEquals(new Window(0, 0, 32, 32, 32, 32, 0, 0), Framing.centre(32, 32).of(32, 32));
  }
}
