package dev.largo.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.IntBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

final class RoundingTest {
  private static float round(Rounding rounding, float value) {
    return Float.intBitsToFloat(rounding.round(Float.floatToRawIntBits(value)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "0x1.004p0, 0x1.004p0", // 2^-10 is the last place of half precision
    "0x1.002p0, 0x1p0", // a tie goes to the even neighbour
    "0x1.006p0, 0x1.008p0",
    "0x1.00201p0, 0x1.004p0",
    "65504, 65504",
    "65519.996, 65504",
    "65520, Infinity",
    "-1e30, -Infinity",
    "0x1p-24, 0x1p-24", // the least subnormal value
    "0x1p-25, 0",
    "0x1.8p-24, 0x1p-23",
    "-0x1p-26, -0.0",
    "0x1.ff8p-15, 0x1.ff8p-15",
    "0x1.fffp-15, 0x1p-14",
    "Infinity, Infinity",
    "NaN, NaN"
  })
  void halfPrecisionAsIeee754HasIt(float value, float expected) {
    assertEquals(expected, round(Rounding.FP16, value));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "0x1.02p0, 0x1.02p0",
    "0x1.01p0, 0x1p0",
    "0x1.03p0, 0x1.04p0",
    "0x1.010002p0, 0x1.02p0",
    "-0x1.03p0, -0x1.04p0",
    "3.4e38, Infinity", // above the largest value by more than half a place
    "3.3895e38, 0x1.fep127",
    "1e-40, 0x1p-133",
    "NaN, NaN"
  })
  void bfloat16IsTheUpperHalfOfFloat32(float value, float expected) {
    assertEquals(expected, round(Rounding.BF16, value));
  }

  @Test
  void nanWithAllBitsSetStaysNan() {
    assertTrue(Float.isNaN(Float.intBitsToFloat(Rounding.BF16.round(0x7FFF_FFFF))));
    assertTrue(Float.isNaN(Float.intBitsToFloat(Rounding.FP16.round(-1))));
  }

  @Test
  void agreesWithNd4jOnRandomValues() {
    Random random = new Random(6);
    float[] values = new float[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(36) - 20));
    }
    float[] half =
        Nd4j.createFromArray(values)
            .castTo(DataType.FLOAT16)
            .castTo(DataType.FLOAT)
            .toFloatVector();
    float[] found = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      found[i] = round(Rounding.FP16, values[i]);
    }
    assertArrayEquals(half, found);
  }

  @Test
  void roundsWholeBuffersOfAnyLength() {
    int[] bits = new int[9001];
    Random random = new Random(7);
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits((float) random.nextGaussian());
    }
    int[] expected = bits.clone();
    for (int i = 0; i < bits.length; i++) {
      expected[i] = Rounding.BF16.round(bits[i]);
    }
    Rounding.BF16.apply(IntBuffer.wrap(bits));
    assertArrayEquals(expected, bits);
  }
}
