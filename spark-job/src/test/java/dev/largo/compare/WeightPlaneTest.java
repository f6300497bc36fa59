package dev.largo.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WeightPlaneTest {
  /** Three weights and a running mean, which counts in no distance. */
  static final ParameterLayout LAYOUT =
      new ParameterLayout(
          List.of(
              new Segment("a.W", "a", Role.WEIGHT, 0, 3, List.of(3, 1)),
              new Segment("a.mean", "a", Role.RUNNING_STATISTIC, 3, 1, List.of(1))));

  private static final float[] FIRST = {1, 1, 0, 7};
  private static final float[] SECOND = {4, 5, 0, 8};
  private static final float[] THIRD = {1, 1, 2, 9};

  @Test
  void cornersLieWhereTheyAre() {
    WeightPlane plane = new WeightPlane(LAYOUT, List.of(FIRST, SECOND, THIRD));

    assertEquals(5, plane.length());
    assertArrayEquals(new double[] {0, 0}, plane.place(0));
    assertArrayEquals(new double[] {5, 0}, plane.place(1));
    assertArrayEquals(new double[] {0, 2}, plane.place(2), 1e-12);
    for (int corner = 0; corner < 3; corner++) {
      double[] place = plane.place(corner);
      float[] expected = List.of(FIRST, SECOND, THIRD).get(corner);
      float[] found = plane.at(place[0], place[1]);
      assertArrayEquals(expected, found, 1e-5f);
    }
  }

  @Test
  void distancesOnThePlaneAreThoseOfTheWeights() {
    float[] slanted = {3, 2, 6, 0};
    WeightPlane plane = new WeightPlane(LAYOUT, List.of(FIRST, SECOND, slanted));

    double[] place = plane.place(2);
    // From (1, 1, 0) to (3, 2, 6) and from (4, 5, 0): 41 and 46 in squares.
    assertEquals(41, place[0] * place[0] + place[1] * place[1], 1e-9);
    assertEquals(46, (place[0] - 5) * (place[0] - 5) + place[1] * place[1], 1e-9);
  }

  @Test
  void weightsThatSpanNothingAreRefused() {
    assertThrows(
        ComparisonException.class, () -> new WeightPlane(LAYOUT, List.of(FIRST, FIRST.clone())));
    float[] behind = {7, 9, 0, 0};
    assertThrows(
        ComparisonException.class, () -> new WeightPlane(LAYOUT, List.of(FIRST, SECOND, behind)));
  }
}
