package dev.largo.optim.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 64, 1001})
  void sumOfSquaresIsThatOfTheRange(int length) {
    float[] x = random(length + 10);
    double expected = 0;
    for (int i = 3; i < 3 + length; i++) {
      expected += (double) x[i] * x[i];
    }

    assertEquals(expected, Vectors.sumOfSquares(x, 3, 3 + length), 1e-14 * expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 64, 1001})
  void sumsAreThoseOfTheRange(int length) {
    float[] x = random(length + 10);
    float[] y = random(length + 20);
    double sum = 0;
    double products = 0;
    for (int i = 3; i < 3 + length; i++) {
      sum += x[i];
      products += (double) x[i] * y[i + 5];
    }

    assertEquals(sum, Vectors.sum(x, 3, 3 + length), 1e-12);
    assertEquals(products, Vectors.sumOfProducts(x, 3, 3 + length, y, 5), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 8, 15, 16})
  void sumOfSquaresIsFiniteExactlyWhereAllElementsAre(int position) {
    float[] x = new float[17];
    Arrays.fill(x, Float.MAX_VALUE);
    assertTrue(Double.isFinite(Vectors.sumOfSquares(x, 0, 17)));

    x[position] = Float.NaN;
    assertFalse(Double.isFinite(Vectors.sumOfSquares(x, 0, 17)));
    x[position] = Float.NEGATIVE_INFINITY;
    assertFalse(Double.isFinite(Vectors.sumOfSquares(x, 0, 17)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40})
  void shiftedLoopsHaveTheBitsOfUnshiftedOnes(int shift) {
    float[] x = random(100);
    float[] shifted = new float[100 + shift];
    System.arraycopy(x, 0, shifted, shift, 100);

    float[] sum = random(100);
    float[] expected = sum.clone();
    for (int i = 9; i < 90; i++) {
      expected[i] += 0.3f * x[i];
    }
    Vectors.addScaled(sum, 9, 90, 0.3f, shifted, shift);
    assertArrayEquals(expected, sum);

    float[] difference = shifted.clone();
    for (int i = 9; i < 90; i++) {
      shifted[i + shift] -= sum[i];
    }
    Vectors.subtract(difference, shift, sum, 9, 90);
    assertArrayEquals(shifted, difference);

    Vectors.scale(sum, 9, 90, 2);
    for (int i = 0; i < 100; i++) {
      assertEquals(i >= 9 && i < 90 ? 2 * expected[i] : expected[i], sum[i]);
    }
  }

  private static float[] random(int length) {
    SplittableRandom random = new SplittableRandom(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
