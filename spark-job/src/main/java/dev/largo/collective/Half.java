package dev.largo.collective;

/** IEEE half-precision numbers and back, exactly; nothing is rounded here. */
public final class Half {
  private static final int INFINITY = 0x7c00;
  private static final int NAN = 0x7e00;
  private static final int SMALLEST_NORMAL = 0x0400;

  /** 2^-14, the smallest normal half, and 2^16, the first power that is none, as float bits. */
  private static final int NORMALS_FROM = 0x38800000;

  private static final int NORMALS_TO = 0x47800000;

  /** What separates a half's exponent from a float's, in its place: 127 - 15. */
  private static final int REBIAS = 112 << 23;

  /** Subnormal halves are multiples of it. */
  private static final float UNIT = 0x1p-24f;

  private Half() {}

  /**
   * The half equal to a float.
   *
   * @param value representable as a half, or NaN, which becomes the canonical one
   */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude >= NORMALS_FROM && magnitude < NORMALS_TO) {
      return (short) (sign | (magnitude - REBIAS) >> 13);
    }
    if (magnitude < NORMALS_FROM) {
      return (short) (sign | (int) (Float.intBitsToFloat(magnitude) / UNIT));
    }
    return (short) (sign | (magnitude > 0x7f800000 ? NAN : INFINITY));
  }

  /** The float equal to a half. */
  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int magnitude = half & 0x7fff;
    if (magnitude >= SMALLEST_NORMAL && magnitude < INFINITY) {
      return Float.intBitsToFloat(sign | (magnitude << 13) + REBIAS);
    }
    if (magnitude < SMALLEST_NORMAL) {
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(magnitude * UNIT));
    }
    return Float.intBitsToFloat(sign | 0x7f800000 | (magnitude & 0x3ff) << 13);
  }

  /**
   * {@link #fromFloat} of {@code length} numbers from {@code at} on, to the beginning of halves.
   */
  public static void fromFloats(float[] values, int at, int length, short[] halves) {
    for (int i = 0; i < length; i++) {
      halves[i] = fromFloat(values[at + i]);
    }
  }

  /** {@link #toFloat} of the first {@code length} halves, to {@code at} and on. */
  public static void toFloats(short[] halves, int length, float[] values, int at) {
    for (int i = 0; i < length; i++) {
      values[at + i] = toFloat(halves[i]);
    }
  }
}
