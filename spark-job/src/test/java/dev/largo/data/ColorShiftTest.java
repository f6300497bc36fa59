package dev.largo.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.AugmentConfig.ColorJitter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ColorShiftTest {
  /** Two pixels: an orange and a grey. */
  private static byte[] pixels() {
    return new byte[] {(byte) 200, 90, 100, 90, 20, 90};
  }

  private static byte[] shifted(ColorJitter jitter, long seed) {
    byte[] pixels = pixels();
    ColorShift.apply(jitter, new SplitMix64(seed), pixels);
    return pixels;
  }

  @Test
  void noStrengthIsNoChange() {
    assertArrayEquals(pixels(), shifted(ColorJitter.NONE, 1));
  }

  @Test
  void brightnessMultipliesAllLevels() {
    for (int seed = 0; seed < 50; seed++) {
      byte[] pixels = shifted(new ColorJitter(0.5, 0, 0, 0), seed);
      double factor = (pixels[1] & 0xFF) / 90.0;
      assertTrue(factor > 0.49 && factor < 1.51, () -> "factor " + factor);
      assertEquals(Math.min(255, 200 * factor), pixels[0] & 0xFF, 2);
      assertEquals(20 * factor, pixels[4] & 0xFF, 1);
    }
  }

  @Test
  void hueTurnsColoursAndLeavesGreyAlone() {
    Set<Integer> reds = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      byte[] pixels = shifted(new ColorJitter(0, 0, 0, 0.5), seed);
      reds.add(pixels[0] & 0xFF);
      assertEquals(90, pixels[1]);
      assertEquals(90, pixels[3]);
      int most = Math.max(pixels[0] & 0xFF, Math.max(pixels[2] & 0xFF, pixels[4] & 0xFF));
      int least = Math.min(pixels[0] & 0xFF, Math.min(pixels[2] & 0xFF, pixels[4] & 0xFF));
      assertEquals(List.of(200, 20), List.of(most, least));
    }
    assertTrue(reds.size() > 10, () -> "reds " + reds);
  }

  @Test
  void saturationMovesTowardsTheGreyOfThePixel() {
    // 0.299 * 200 + 0.587 * 100 + 0.114 * 20
    double grey = 120.78;
    for (int seed = 0; seed < 50; seed++) {
      byte[] pixels = shifted(new ColorJitter(0, 0, 1, 0), seed);
      double factor = ((pixels[2] & 0xFF) - grey) / (100 - grey);
      assertEquals(Math.min(255, grey + factor * (200 - grey)), pixels[0] & 0xFF, 4);
      assertEquals(90, pixels[1], 1);
    }
  }
}
