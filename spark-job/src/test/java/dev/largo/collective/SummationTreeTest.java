package dev.largo.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SummationTreeTest {
  private static final int SIZE = Slice.TILE + 37;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 8, 13, 64, 100})
  void sumIsTheRecursiveTreeWhoeverHoldsTheNumbers(int numbers) {
    float[][] vectors = randomVectors(numbers);
    float[] expected = recursive(vectors, 0, Integer.highestOneBit(Math.max(1, 2 * numbers - 1)));

    for (int worldSize = 1; worldSize <= Math.min(9, numbers); worldSize++) {
      List<PartialSums> partials = new ArrayList<>();
      for (int rank = 0; rank < worldSize; rank++) {
        PartialSums sums = new PartialSums(SIZE, WireFormat.FP32);
        for (int n = numbers * rank / worldSize; n < numbers * (rank + 1) / worldSize; n++) {
          sums.add(n, FloatBuffer.wrap(vectors[n]));
        }
        partials.add(PartialSums.decode(sums.encode()));
      }
      float[] sum = new float[SIZE];
      VectorSum.finish(partials, new Slice(0, SIZE), sum);
      assertArrayEquals(expected, sum, "world size " + worldSize);
    }
  }

  @Test
  void sliceOfTheSumIsThatSliceOfIt() {
    float[][] vectors = randomVectors(6);
    PartialSums sums = new PartialSums(SIZE, WireFormat.FP32);
    for (int n = 0; n < 6; n++) {
      sums.add(n, FloatBuffer.wrap(vectors[n]));
    }
    float[] whole = new float[SIZE];
    VectorSum.finish(List.of(sums), new Slice(0, SIZE), whole);

    float[] tail = new float[37];
    VectorSum.finish(List.of(sums), new Slice(Slice.TILE, SIZE), tail);

    for (int i = 0; i < tail.length; i++) {
      assertEquals(whole[Slice.TILE + i], tail[i]);
    }
  }

  @Test
  void clearedSumsStartAnew() {
    PartialSums sums = new PartialSums(2, WireFormat.FP32);
    sums.add(0, FloatBuffer.wrap(new float[] {1, 2}));
    sums.clear();
    sums.add(4, FloatBuffer.wrap(new float[] {3, 4}));

    assertEquals(1, sums.count());
    assertEquals(4, sums.nodes().get(0).index());
    assertArrayEquals(new float[] {3, 4}, sums.nodes().get(0).vector());
  }

  @Test
  void gapInTheNumbersIsRefused() {
    SummationTree tree = new SummationTree();
    tree.push(0, 0);

    assertThrows(IllegalArgumentException.class, () -> tree.push(0, 2));
  }

  private static float[] recursive(float[][] vectors, int from, int width) {
    if (width == 1) {
      return vectors[from].clone();
    }
    float[] left = recursive(vectors, from, width / 2);
    if (from + width / 2 < vectors.length) {
      float[] right = recursive(vectors, from + width / 2, width / 2);
      for (int i = 0; i < left.length; i++) {
        left[i] += right[i];
      }
    }
    return left;
  }

  private static float[][] randomVectors(int numbers) {
    Random random = new Random(numbers);
    float[][] vectors = new float[numbers][SIZE];
    for (float[] vector : vectors) {
      for (int i = 0; i < SIZE; i++) {
        vector[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(6)));
      }
    }
    return vectors;
  }
}
