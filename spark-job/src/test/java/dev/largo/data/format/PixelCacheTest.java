package dev.largo.data.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.data.Parallel;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class PixelCacheTest {
  @Test
  void decodesOnceHoweverManyThreadsAsk() throws IOException {
    AtomicIntegerArray loads = new AtomicIntegerArray(50);
    PixelCache cache = cache(50, new MemoryBudget(1000), loads);

    Parallel.forChunks(
        8,
        1,
        8,
        (from, to) -> {
          for (int i = 0; i < 50; i++) {
            assertEquals(i, cache.get(i)[0]);
          }
        });

    for (int i = 0; i < 50; i++) {
      assertEquals(1, loads.get(i), "loads of sample " + i);
    }
  }

  @Test
  void keepsToTheBudgetAndDecodesTheRestAgain() throws IOException {
    AtomicIntegerArray loads = new AtomicIntegerArray(4);
    MemoryBudget budget = new MemoryBudget(25);
    PixelCache cache = cache(4, budget, loads);

    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 4; i++) {
        assertEquals(i, cache.get(i)[0]);
      }
    }

    assertEquals("[1, 1, 3, 3]", loads.toString());
    assertEquals(5, budget.left());
  }

  private static PixelCache cache(int size, MemoryBudget budget, AtomicIntegerArray loads) {
    return new PixelCache(
        size,
        budget,
        index -> {
          loads.incrementAndGet(index);
          byte[] pixels = new byte[10];
          pixels[0] = (byte) index;
          return pixels;
        });
  }
}
