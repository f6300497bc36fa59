package dev.largo.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.report.run.Buckets.Bucket;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BucketsTest {
  private static Buckets buckets(long width, double... values) {
    Buckets buckets = new Buckets(width);
    for (int i = 0; i < values.length; i++) {
      buckets.add(i + 1, values[i]);
    }
    return buckets;
  }

  @Test
  void ofAShortRunEveryValueIsThere() {
    Buckets all = buckets(1, 3, 1, 2);

    assertEquals(
        List.of(new Bucket(1, 3, 3, 3), new Bucket(2, 1, 1, 1), new Bucket(3, 2, 2, 2)), all.all());
    assertFalse(all.aggregated());
  }

  @Test
  void bucketHasItsMiddleAndItsEnds() {
    Buckets threes = buckets(3, 9, 1, 2, 4, 8, 6, 5);

    assertEquals(
        List.of(new Bucket(2, 2, 1, 9), new Bucket(5, 6, 4, 8), new Bucket(7, 5, 5, 5)),
        threes.all());
    assertTrue(threes.aggregated());
    assertEquals(4.5, buckets(2, 3, 6).all().get(0).median());
  }

  @Test
  void whatIsNotFiniteIsLeftOutAndAloneMakesAGap() {
    List<Bucket> all = buckets(2, Double.NaN, 7, Double.POSITIVE_INFINITY, Double.NaN).all();

    assertEquals(new Bucket(1, 7, 7, 7), all.get(0));
    assertTrue(Double.isNaN(all.get(1).median()));
  }

  @Test
  void widthKeepsTheirNumberInBounds() {
    assertEquals(1, Buckets.width(0, 600));
    assertEquals(1, Buckets.width(600, 600));
    assertEquals(2, Buckets.width(601, 600));
    assertEquals(1667, Buckets.width(1_000_000, 600));
  }
}
