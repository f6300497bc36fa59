package dev.largo.data;

import static dev.largo.data.TestSets.assertRefused;
import static dev.largo.data.TestSets.constants;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.data.format.MemorySource;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationConstantsTest {
  @Test
  void measuresEachChannel() throws IOException {
    byte[][] pixels = {{0, 10, (byte) 255, (byte) 255}, {20, 30, (byte) 255, (byte) 255}};
    SampleSource source =
        new MemorySource(new ImageShape(2, 1, 2), List.of("a"), pixels, new int[2]);

    Normalization normalization = NormalizationConstants.measure(source);

    assertEquals(List.of(15.0, 255.0), normalization.mean());
    assertEquals(Math.sqrt(125), normalization.std().get(0), 1e-12);
    assertEquals(1.0, normalization.std().get(1), "a channel without spread");
  }

  @Test
  void measuresLargeSetsAsASingleThreadWould() throws IOException {
    SampleSource source = MemorySources.numbered(1000);
    long sum = 0;
    long squares = 0;
    for (int i = 0; i < 1000; i++) {
      for (int p = 0; p < 4; p++) {
        int pixel = (10 * i + p) & 0xFF;
        sum += pixel;
        squares += (long) pixel * pixel;
      }
    }

    Normalization normalization = NormalizationConstants.measure(source);

    assertEquals(sum / 4000.0, normalization.mean().get(0));
    double variance = squares / 4000.0 - (sum / 4000.0) * (sum / 4000.0);
    assertEquals(Math.sqrt(variance), normalization.std().get(0), 1e-9);
  }

  @Test
  void takesConfiguredConstants() throws IOException {
    Normalization normalization =
        NormalizationConstants.of(constants(List.of(3.0), List.of(4.0)), MemorySources.numbered(2));

    assertEquals(new Normalization(List.of(3.0), List.of(4.0)), normalization);
  }

  @Test
  void refusesConstantsThatDoNotFit() {
    SampleSource grey = MemorySources.numbered(2);

    assertRefused(
        () -> NormalizationConstants.of(constants(List.of(1.0, 2.0), List.of(1.0)), grey),
        "data.mean: holds 2 values, the images have 1 channels");
    assertRefused(
        () -> NormalizationConstants.of(constants(List.of(1.0), List.of()), grey),
        "data.std: holds 0 values");
    assertRefused(
        () -> NormalizationConstants.of(constants(List.of(1.0), List.of(0.0)), grey),
        "data.std: holds 0.0");
  }
}
