package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.data.SplitMix64;
import dev.largo.train.Histogram.Bins;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HistogramTest {
  private static Histogram of(float... values) {
    return Histogram.of(FloatBuffer.wrap(values));
  }

  /** The bits of float32s of all kinds. */
  private static float[] anything(int count) {
    float[] values = new float[count];
    SplitMix64 random = new SplitMix64(11);
    for (int i = 0; i < count; i++) {
      values[i] = Float.intBitsToFloat((int) random.nextLong());
    }
    return values;
  }

  @Test
  void valuesAreInTheBinsThatTheirMagnitudesSay() {
    for (float value : anything(10_000)) {
      float size = Math.abs(value);
      if (!(size >= Float.MIN_NORMAL && size <= Float.MAX_VALUE)) {
        continue;
      }

      Histogram histogram = of(value);

      Bins bins = value < 0 ? histogram.negative() : histogram.positive();
      assertEquals(Bins.NONE, value < 0 ? histogram.positive() : histogram.negative());
      assertEquals(List.of(1L), bins.counts());
      assertTrue(Histogram.edge(bins.first()) <= size, () -> "begins above " + value);
      assertTrue(size < Histogram.edge(bins.first() + 1), () -> "ends below " + value);
      assertEquals(value, histogram.least());
      assertEquals(value, histogram.most());
    }
  }

  @Test
  void fourBinsMakeADoubling() {
    assertEquals(
        List.of(1.0, 1.25, 1.5, 1.75, 2.0, 2.5),
        List.of(
            Histogram.edge(0),
            Histogram.edge(1),
            Histogram.edge(2),
            Histogram.edge(3),
            Histogram.edge(4),
            Histogram.edge(5)));
    assertEquals(0.875, Histogram.edge(-1));
    Histogram histogram = of(1, -1.2f, 1.25f, 1.9f, 0.99f, 2);

    assertEquals(new Bins(-1, List.of(1L, 1L, 1L, 0L, 1L, 1L)), histogram.positive());
    assertEquals(new Bins(0, List.of(1L)), histogram.negative());
  }

  @Test
  void zerosAndWhatIsNotFiniteAreCountedApart() {
    Histogram histogram =
        of(0, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3, 0);

    assertEquals(new Histogram(7, 3, 3, 0, 3, Bins.NONE, new Bins(6, List.of(1L))), histogram);
    assertEquals(
        new Histogram(2, 0, 2, Double.NaN, Double.NaN, Bins.NONE, Bins.NONE),
        of(Float.NaN, Float.NEGATIVE_INFINITY));
    assertEquals(new Histogram(2, 2, 0, 0, 0, Bins.NONE, Bins.NONE), of(-0f, 0));
    assertEquals(3.0 / 7, histogram.zeroShare());
  }

  /** 4 * 126 bins below 1 begins the smallest number that is no denormal. */
  @Test
  void denormalsAndTheLargestNumbersHaveBinsToo() {
    Histogram histogram =
        of(Float.MIN_VALUE, 1e-40f, Float.MIN_NORMAL, -Float.MIN_VALUE, Float.MAX_VALUE);

    assertEquals(-504, histogram.positive().first());
    assertEquals(3L, histogram.positive().in(-504));
    assertEquals(512, histogram.positive().end());
    assertEquals(1L, histogram.positive().in(511));
    assertEquals(new Bins(-504, List.of(1L)), histogram.negative());
    assertEquals(-Float.MIN_VALUE, histogram.least());
    assertEquals(Float.MAX_VALUE, histogram.most());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 999, 2000})
  void partsAddUpToTheWholeInAnyOrder(int cut) {
    float[] values = anything(2000);
    values[17] = 0;
    Histogram first = Histogram.of(FloatBuffer.wrap(values, 0, cut));
    Histogram second = Histogram.of(FloatBuffer.wrap(values, cut, 2000 - cut));

    assertEquals(of(values), first.plus(second));
    assertEquals(of(values), second.plus(first));
  }

  @Test
  void magnitudesThatASharesOfTheValuesLieBelow() {
    Histogram histogram = of(0, 0, 0, -1, -1, 1, 8, 8, 8, Float.NaN, -100);

    assertEquals(0, histogram.magnitude(0.3));
    assertEquals(1.125, histogram.magnitude(0.5));
    assertEquals(9, histogram.magnitude(0.9));
    assertEquals(104, histogram.magnitude(1));
    assertEquals(0.1171875, of(-0.11f, -0.12f).magnitude(1), 0.008);
    assertEquals(0, of(0, 0).magnitude(1));
    assertTrue(Double.isNaN(of(Float.NaN).magnitude(0.5)));
  }
}
