package dev.largo.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.evaluate.Predictions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DifferenceTest {
  private static final int RESAMPLES = 10_000;

  /** Both right, only the one, only the other, both wrong: as many samples of each. */
  private static Difference of(int both, int onlyThis, int onlyOther, int none) {
    return Difference.of(
        Answers.right(
            "1".repeat(both) + "1".repeat(onlyThis) + "0".repeat(onlyOther) + "0".repeat(none)),
        Answers.right(
            "1".repeat(both) + "0".repeat(onlyThis) + "1".repeat(onlyOther) + "0".repeat(none)),
        Answers.random());
  }

  /**
   * Drawing how many of each kind is what drawing samples is. The ends differ by chance, by 0.13
   * points (the standard error of two such quantiles), and lie on a grid of half a point.
   */
  @Test
  void intervalIsThatOfResampledSamples() {
    int samples = 200;
    Difference difference = of(120, 40, 18, 22);
    int[] worth = new int[samples];
    Arrays.fill(worth, 0, 40, 1);
    Arrays.fill(worth, 40, 58, -1);
    Random random = new Random(5);
    double[] points = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      int sum = 0;
      for (int draw = 0; draw < samples; draw++) {
        sum += worth[random.nextInt(samples)];
      }
      points[i] = 100.0 * sum / samples;
    }
    Arrays.sort(points);

    assertEquals(11, difference.points(), 1e-12);
    assertEquals(points[250], difference.lower(), 0.51);
    assertEquals(points[9749], difference.upper(), 0.51);
  }

  /** Twice the lower tail of the binomial distribution with one half, counted by hand. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 1",
    "5, 0, 0.0625",
    "6, 1, 0.125",
    "10, 2, 0.03857421875",
    "2, 10, 0.03857421875",
    "3, 3, 1",
    "4, 3, 1"
  })
  void testIsMcNemarsExactOne(int onlyThis, int onlyOther, double p) {
    Difference difference = of(7, onlyThis, onlyOther, 5);

    assertEquals(p, difference.pValue(), 1e-12);
    assertEquals(onlyThis, difference.onlyThis());
    assertEquals(onlyOther, difference.onlyOther());
  }

  @Test
  void modelsThatAreRightTogetherDoNotDiffer() {
    assertEquals(new Difference(0, 0, 0, 0, 0, 1), of(8, 0, 0, 4));
  }

  @Test
  void aModelThatIsAlwaysRightWhereTheOtherIsNotIsSurelyBetter() {
    Difference difference = of(0, 20, 0, 0);

    assertEquals(100, difference.lower());
    assertEquals(100, difference.upper());
    assertEquals(0x1p-19, difference.pValue(), 1e-18);
  }

  @Test
  void oneSampleSaysNothingOfChance() {
    assertEquals(new Difference(-100, -100, -100, 0, 1, 1), of(0, 0, 1, 0));
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    assertEquals(of(50, 9, 4, 3), of(50, 9, 4, 3));
  }

  @Test
  void otherSamplesAreRefused() {
    Predictions one = Answers.of(new int[] {0, 1}, new int[] {0, 1}, 1);
    Predictions other = Answers.of(new int[] {1, 0}, new int[] {0, 1}, 1);

    assertThrows(IllegalArgumentException.class, () -> Difference.of(one, other, Answers.random()));
  }
}
