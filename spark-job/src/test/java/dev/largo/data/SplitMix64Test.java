package dev.largo.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SplitMix64Test {
  /** The published first outputs of SplitMix64 for the seed 0. */
  @Test
  void givesThePublishedSequence() {
    SplitMix64 random = new SplitMix64(0);

    assertEquals(0xE220A8397B1DCDAFL, random.nextLong());
    assertEquals(0x6E789E6AA1B965F4L, random.nextLong());
    assertEquals(0x06C45D188009454FL, random.nextLong());
  }

  @Test
  void boundedDrawsAreEvenlySpread() {
    SplitMix64 random = new SplitMix64(3);
    int[] counts = new int[7];
    int draws = 70_000;

    for (int i = 0; i < draws; i++) {
      counts[random.nextInt(7)]++;
    }

    // Deviation of a count: sqrt(70000 * 1/7 * 6/7) = 93; five of them.
    for (int count : counts) {
      assertEquals(10_000, count, 465);
    }
  }

  @Test
  void noiseHasMeanZeroAndDeviationOne() {
    SplitMix64 random = new SplitMix64(4);
    int draws = 100_000;
    double sum = 0;
    double squares = 0;

    for (int i = 0; i < draws; i++) {
      double value = random.nextNoise();
      sum += value;
      squares += value * value;
    }

    assertEquals(0, sum / draws, 0.016);
    assertEquals(1, squares / draws, 0.02);
  }

  @Test
  void seedsOfNeighboursAndOfExchangedNumbersDiffer() {
    assertNotEquals(Seeds.mix(1, 2, 3), Seeds.mix(1, 3, 2));
    assertNotEquals(Seeds.mix(1, 0), Seeds.mix(0, 1));
    int differing = Long.bitCount(Seeds.mix(1, 5) ^ Seeds.mix(1, 6));
    assertTrue(differing > 16 && differing < 48, "bits that differ: " + differing);
  }
}
