package dev.largo.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class HalfRoundingTest {
  static final int INFINITE_HALF = 0x7C00;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  /** IEEE 754-2019, 3.4: the value of a half's bits, without its sign; behind the largest 2^16. */
  static float value(int half) {
    int exponent = half >>> 10;
    int fraction = half & 0x3FF;
    return exponent == 0
        ? Math.scalb((float) fraction, -24)
        : Math.scalb((float) (1024 + fraction), exponent - 25);
  }

  private static float round(float value) {
    float[] one = {value};
    int overflows = HalfRounding.round(one, 0, 1);
    assertEquals(Float.isFinite(value) && !Float.isFinite(one[0]) ? 1 : 0, overflows);
    return one[0];
  }

  /** Bit for bit, for both signs: -0 is not 0. */
  private static void assertRounds(float expected, float value) {
    assertEquals(
        Float.floatToRawIntBits(expected), Float.floatToRawIntBits(round(value)), () -> "" + value);
    assertEquals(
        Float.floatToRawIntBits(-expected),
        Float.floatToRawIntBits(round(-value)),
        () -> "" + -value);
  }

  @Test
  void everyHalfIsItself() {
    for (int half = 0; half < INFINITE_HALF; half++) {
      assertRounds(value(half), value(half));
    }
    assertRounds(INFINITY, INFINITY);
    assertEquals(Float.NaN, round(Float.NaN));
    assertEquals(Float.NaN, round(Float.intBitsToFloat(-1)));
    assertEquals(Float.NaN, round(Float.intBitsToFloat(0x7F80_0001)));
  }

  @Test
  void betweenTwoHalvesTheNearerIsTakenAndTheEvenOneOfATie() {
    for (int half = 0; half < INFINITE_HALF; half++) {
      float lower = value(half);
      float upper = half == INFINITE_HALF - 1 ? INFINITY : value(half + 1);
      float middle = (lower + value(half + 1)) / 2;
      assertRounds(lower, Math.nextUp(lower));
      assertRounds(lower, Math.nextDown(middle));
      assertRounds(half % 2 == 0 ? lower : upper, middle);
      assertRounds(upper, Math.nextUp(middle));
      assertRounds(upper, Math.nextDown(value(half + 1)));
    }
  }

  @Test
  void whatIsBeyondAllHalvesIsInfiniteAndCounted() {
    float[] values = {1, 65519.99f, 65520, -7e4f, Float.MAX_VALUE, INFINITY, Float.NaN, 1e5f};

    assertEquals(3, HalfRounding.round(values, 0, 7), "the last is not in the range");

    assertArrayEquals(
        new float[] {1, 65504, INFINITY, -INFINITY, INFINITY, INFINITY, Float.NaN, 1e5f}, values);
  }

  @Test
  void anyFloatIsWithinHalfAPlace() {
    Random random = new Random(5);
    for (int i = 0; i < 1_000_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Math.abs(value) < 65504) {
        double place = Math.scalb(1.0, Math.max(Math.getExponent(value), -14) - 10);
        assertEquals(value, round(value), place / 2);
        assertEquals(0, Math.abs(round(value)) % place);
      }
    }
  }
}
