package dev.largo.study.scaling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Least squares without negative coefficients. */
final class NonNegativeFitTest {
  @Test
  void findsTheLine() {
    double[] found = NonNegativeFit.of(new double[][] {{1, 1}, {2, 1}, {4, 1}}, vector(5, 7, 11));

    assertArrayEquals(vector(2, 3), found, 1e-12);
  }

  @Test
  void negativeCoefficientIsZeroAndTheOthersMakeUpForIt() {
    // Without the bound: slope -1, intercept 4. With it: the mean.
    double[] found = NonNegativeFit.of(new double[][] {{1, 1}, {2, 1}, {3, 1}}, vector(3, 2, 1));

    assertArrayEquals(vector(0, 2), found, 1e-12);
  }

  @Test
  void ofColumnsThatAreTheSameOneIsTaken() {
    double[] found = NonNegativeFit.of(new double[][] {{1, 1}, {2, 2}}, vector(3, 6));

    assertArrayEquals(vector(3, 0), found, 1e-12);
  }

  @Test
  void columnsOfVeryDifferentSizeAreTold() {
    double[] found =
        NonNegativeFit.of(new double[][] {{1e6, 1e-6}, {2e6, 1e-6}, {3e6, 5e-6}}, vector(4, 6, 16));

    assertArrayEquals(vector(2e-6, 2e6), found, 1e-3);
  }

  @Test
  void nothingFitsBackwards() {
    assertArrayEquals(
        vector(0, 0), NonNegativeFit.of(new double[][] {{1, 0}, {0, 0}}, vector(-1, 2)));
  }

  /** Of a convex problem a point is the minimum exactly where these conditions hold. */
  @Test
  void meetsTheConditionsOfTheMinimum() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      double[][] rows = new double[6][3];
      double[] values = new double[6];
      for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 3; j++) {
          rows[i][j] = random.nextGaussian();
        }
        values[i] = random.nextGaussian();
      }
      double[] found = NonNegativeFit.of(rows, values);
      for (int j = 0; j < 3; j++) {
        double slope = 0;
        for (int i = 0; i < 6; i++) {
          slope += rows[i][j] * (dot(rows[i], found) - values[i]);
        }
        boolean met = found[j] > 0 ? Math.abs(slope) < 1e-9 : found[j] == 0 && slope > -1e-9;
        assertTrue(met, "round " + round + ": " + Arrays.toString(found) + ", slope " + slope);
      }
    }
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static double[] vector(double... values) {
    return values;
  }
}
