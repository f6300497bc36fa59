package dev.largo.spark.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.WireFormat;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NoiseTest {
  private static final int SIZE = 10_000;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7, 32})
  void sumIsExactInAnyOrder(int worldSize) {
    double[] exact = new double[SIZE];
    float[] backwards = new float[SIZE];
    for (int rank = worldSize - 1; rank >= 0; rank--) {
      float[] vector = Noise.of(rank, worldSize, SIZE);
      for (int i = 0; i < SIZE; i++) {
        exact[i] += vector[i];
        backwards[i] += vector[i];
      }
    }

    float[] sum = Noise.sum(worldSize, SIZE, WireFormat.FP32);

    assertArrayEquals(backwards, sum);
    for (int i = 0; i < SIZE; i++) {
      assertEquals(exact[i], sum[i]);
    }
  }

  @Test
  void ranksHaveVectorsOfTheirOwnWithHardlyARepetition() {
    float[] first = Noise.of(0, 2, SIZE);

    assertFalse(Arrays.equals(first, Noise.of(1, 2, SIZE)));
    assertTrue(distinct(first) > SIZE * 0.99);
  }

  @Test
  void oneWrongNumberIsFound() {
    float[] expected = Noise.of(0, 2, SIZE);
    float[] found = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      found[i] = -expected[i];
    }
    Noise.require(expected, -1, found, "rank 1");
    found[SIZE - 1] = 3;

    IllegalStateException wrong =
        assertThrows(
            IllegalStateException.class, () -> Noise.require(expected, -1, found, "rank 1"));

    String message = String.valueOf(wrong.getMessage());
    assertTrue(message.startsWith("rank 1 gave 3.0 at 9999, expected "), message);
  }

  @Test
  void roundLastsAsLongAsItsSlowestRank() {
    List<RankReport> ranks =
        List.of(
            new RankReport("0", "here", List.of(List.of(1.0, 5.0), List.of(7.0, 7.0))),
            new RankReport("1", "there", List.of(List.of(2.0, 4.0), List.of(6.0, 8.0))));

    assertEquals(List.of(List.of(2.0, 5.0), List.of(7.0, 8.0)), RankReport.slowest(ranks));
  }

  private static long distinct(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    long distinct = 1;
    for (int i = 1; i < sorted.length; i++) {
      distinct += sorted[i] == sorted[i - 1] ? 0 : 1;
    }
    return distinct;
  }
}
