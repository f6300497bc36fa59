package dev.largo.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class HalfTest {
  @Test
  void everyHalfSurvivesTheWayToFloatAndBack() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      short half = (short) bits;
      float value = Half.toFloat(half);
      if ((bits & 0x7fff) > 0x7c00) {
        assertTrue(Float.isNaN(value));
        assertTrue(Float.isNaN(Half.toFloat(Half.fromFloat(value))));
      } else {
        assertEquals(half, Half.fromFloat(value), () -> Integer.toHexString(half));
      }
    }
  }

  @Test
  void halvesHaveTheirValues() {
    assertEquals(1f, Half.toFloat((short) 0x3c00));
    assertEquals(-2f, Half.toFloat((short) 0xc000));
    assertEquals(65504f, Half.toFloat((short) 0x7bff));
    assertEquals(0x1p-14f, Half.toFloat((short) 0x0400));
    assertEquals(0x1p-24f, Half.toFloat((short) 0x0001));
    assertEquals(-0f, Half.toFloat((short) 0x8000));
    assertEquals(Float.POSITIVE_INFINITY, Half.toFloat((short) 0x7c00));
  }
}
