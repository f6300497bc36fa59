package dev.largo.collective;

/** Rounds floats to the nearest IEEE half, ties to even; they stay floats. */
/*
 * Adding a power of two whose last place is the half's makes the processor round there, for normal
 * and subnormal halves alike. The only branch is that of numbers beyond all halves.
 */
public final class HalfRounding {
  private static final int SIGN = 0x8000_0000;
  private static final int INFINITY = 0x7F80_0000;

  /** From here on infinity is next. */
  private static final int BEYOND = Float.floatToRawIntBits(65520);

  private static final int LEAST_NORMAL = Float.floatToRawIntBits(0x1p-14f);

  /** A float's significand has 13 bits more than a half's. */
  private static final int DROPPED_BITS = 13 << 23;

  private HalfRounding() {}

  /**
   * Rounds a range in place.
   *
   * @param from first position
   * @param to position behind the last
   * @return how many numbers of it were finite and are infinite now: those of 65520 or more
   */
  public static int round(float[] values, int from, int to) {
    int overflows = 0;
    for (int i = from; i < to; i++) {
      int bits = Float.floatToRawIntBits(values[i]);
      int magnitude = bits & ~SIGN;
      if (magnitude >= BEYOND) {
        overflows += magnitude < INFINITY ? 1 : 0;
        values[i] += Math.copySign(Float.POSITIVE_INFINITY, values[i]);
        continue;
      }
      int exponent = Math.max(magnitude, LEAST_NORMAL) & INFINITY;
      float place = Float.intBitsToFloat(exponent + DROPPED_BITS);
      float rounded = (Float.intBitsToFloat(magnitude) + place) - place;
      values[i] = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) | (bits & SIGN));
    }
    return overflows;
  }
}
