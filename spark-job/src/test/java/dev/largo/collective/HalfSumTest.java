package dev.largo.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The canonical sum where it travels as halves. */
final class HalfSumTest {
  private static final int SIZE = Slice.TILE + 37;

  private static List<PartialSums> partials(float[][] vectors, int worldSize) {
    List<PartialSums> partials = new ArrayList<>();
    for (int rank = 0; rank < worldSize; rank++) {
      PartialSums sums = new PartialSums(vectors[0].length, WireFormat.FP16);
      int to = vectors.length * (rank + 1) / worldSize;
      for (int n = vectors.length * rank / worldSize; n < to; n++) {
        sums.add(n, FloatBuffer.wrap(vectors[n]));
      }
      partials.add(sums);
    }
    return partials;
  }

  private static long overflows(List<PartialSums> partials, float[] sum) {
    long overflows = VectorSum.finish(partials, new Slice(0, sum.length), sum);
    for (PartialSums rank : partials) {
      overflows += rank.overflows();
    }
    return overflows;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13, 64})
  void everyNodeIsRoundedWhoeverMakesIt(int numbers) {
    Random random = new Random(numbers);
    float[][] vectors = new float[numbers][SIZE];
    for (float[] vector : vectors) {
      for (int i = 0; i < SIZE; i++) {
        // From far below the least half to sums that overflow.
        vector[i] = (float) (random.nextGaussian() * Math.scalb(1.0, random.nextInt(44) - 28));
      }
    }
    Naive naive = new Naive(vectors);
    float[] expected = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      expected[i] = naive.node(i, 0, Integer.highestOneBit(Math.max(1, 2 * numbers - 1)));
    }

    for (int worldSize = 1; worldSize <= Math.min(9, numbers); worldSize++) {
      float[] sum = new float[SIZE];
      List<PartialSums> travelled =
          partials(vectors, worldSize).stream().map(p -> PartialSums.decode(p.encode())).toList();

      assertEquals(naive.overflows, overflows(travelled, sum), "world size " + worldSize);
      assertArrayEquals(expected, sum, "world size " + worldSize);
    }
  }

  /** An element of the sum by recursion, rounded by a search in float64. */
  private static final class Naive {
    private final float[][] vectors;
    private long overflows;

    Naive(float[][] vectors) {
      this.vectors = vectors;
    }

    float node(int i, int from, int width) {
      if (width == 1) {
        return half(vectors[from][i]);
      }
      float left = node(i, from, width / 2);
      int middle = from + width / 2;
      return middle < vectors.length ? half(left + node(i, middle, width / 2)) : left;
    }

    private float half(float value) {
      double place = Math.scalb(1.0, Math.max(Math.getExponent(value), -14) - 10);
      double rounded = Math.rint(value / place) * place;
      if (Math.abs(rounded) > 65504 && Float.isFinite(value)) {
        overflows++;
        return Math.copySign(Float.POSITIVE_INFINITY, value);
      }
      return (float) rounded;
    }
  }

  @Test
  void twoThatFitMayOverflowInTheirSum() {
    float[][] vectors = {{4e4f, 7e4f, -7e4f}, {4e4f, 1, 7e4f}};
    for (int worldSize = 1; worldSize <= 2; worldSize++) {
      float[] sum = new float[3];

      assertEquals(4, overflows(partials(vectors, worldSize), sum));

      assertArrayEquals(
          new float[] {Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN}, sum);
    }
  }

  @Test
  void overflowsAreThoseOfTheStep() {
    PartialSums sums = new PartialSums(1, WireFormat.FP16);
    sums.add(0, FloatBuffer.wrap(new float[] {1e5f}));
    assertEquals(1, sums.overflows());

    sums.clear();

    assertEquals(0, sums.overflows());
  }

  @Test
  void everyHalfSurvivesItsTwoBytes() {
    int infinite = HalfRoundingTest.INFINITE_HALF;
    float[] halves = new float[2 * infinite + 3];
    for (int half = 0; half < infinite; half++) {
      halves[2 * half] = HalfRoundingTest.value(half);
      halves[2 * half + 1] = -halves[2 * half];
    }
    halves[2 * infinite] = Float.POSITIVE_INFINITY;
    halves[2 * infinite + 1] = Float.NEGATIVE_INFINITY;
    halves[2 * infinite + 2] = Float.NaN;
    PartialSums sums = new PartialSums(halves.length, WireFormat.FP16);
    sums.add(5, FloatBuffer.wrap(halves));

    byte[] bytes = sums.encode();
    PartialSums decoded = PartialSums.decode(bytes);

    assertEquals(28 + 2 * halves.length, bytes.length);
    assertEquals(WireFormat.FP16, decoded.wire());
    assertEquals(5, decoded.nodes().get(0).index());
    for (int i = 0; i < halves.length; i++) {
      int expected = Float.floatToIntBits(halves[i]);
      assertEquals(
          expected, Float.floatToIntBits(decoded.nodes().get(0).vector()[i]), () -> "" + expected);
    }
    assertArrayEquals(bytes, decoded.encode());
  }
}
