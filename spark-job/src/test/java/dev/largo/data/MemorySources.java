package dev.largo.data;

import dev.largo.data.format.MemorySource;
import java.util.List;

/** Sets in memory whose pixels say where they come from. */
final class MemorySources {
  private MemorySources() {}

  /** Grey 2x2 images; pixel p of sample i is 10 i + p, the label i modulo 3. */
  static SampleSource numbered(int size) {
    byte[][] pixels = new byte[size][4];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      for (int p = 0; p < 4; p++) {
        pixels[i][p] = (byte) (10 * i + p);
      }
      labels[i] = i % 3;
    }
    return new MemorySource(new ImageShape(1, 2, 2), List.of("a", "b", "c"), pixels, labels);
  }
}
