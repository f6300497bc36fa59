package dev.largo.engine.onednn;

import dev.largo.config.Precision;
import java.nio.IntBuffer;

/** Rounds float32 values to those that a shorter format has: to the nearest, ties to even. */
enum Rounding {
  NONE {
    @Override
    int round(int bits) {
      return bits;
    }
  },
  /** The upper half of float32. */
  BF16 {
    @Override
    int round(int bits) {
      return nearest(bits, 16);
    }
  },
  /** IEEE 754 binary16; beyond its range lies infinity, below it lie subnormal values. */
  FP16 {
    @Override
    int round(int bits) {
      int magnitude = bits & ~SIGN;
      if (magnitude < LEAST_NORMAL_HALF) {
        // Exact in float64: a multiple of 2^-24 with few bits.
        double units = Float.intBitsToFloat(bits) * 0x1p24;
        return Float.floatToRawIntBits((float) (Math.rint(units) * 0x1p-24));
      }
      int rounded = nearest(bits, 13);
      return (rounded & ~SIGN) > LARGEST_HALF && magnitude <= INFINITY
          ? (bits & SIGN) | INFINITY
          : rounded;
    }
  };

  private static final int SIGN = 0x8000_0000;
  private static final int INFINITY = 0x7F80_0000;
  private static final int LEAST_NORMAL_HALF = Float.floatToIntBits(0x1p-14f);
  private static final int LARGEST_HALF = Float.floatToIntBits(65504f);
  private static final int QUIET_NAN = 0x7FC0_0000;
  private static final int CHUNK = 4096;

  static Rounding of(Precision precision) {
    return switch (precision) {
      case FP32 -> NONE;
      case BF16 -> BF16;
      case FP16 -> FP16;
    };
  }

  /** Rounds the bits of a float32 value. */
  abstract int round(int bits);

  /** Drops the lowest {@code dropped} bits of the significand. */
  private static int nearest(int bits, int dropped) {
    if ((bits & ~SIGN) > INFINITY) {
      return QUIET_NAN;
    }
    int half = (1 << (dropped - 1)) - 1;
    int even = (bits >>> dropped) & 1;
    return (bits + half + even) & (-1 << dropped);
  }

  /** Rounds all values in place, given as their bits. */
  void apply(IntBuffer values) {
    int[] chunk = new int[CHUNK];
    for (int from = 0; from < values.limit(); from += CHUNK) {
      int length = Math.min(CHUNK, values.limit() - from);
      values.get(from, chunk, 0, length);
      for (int i = 0; i < length; i++) {
        chunk[i] = round(chunk[i]);
      }
      values.put(from, chunk, 0, length);
    }
  }
}
