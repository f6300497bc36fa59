package dev.largo.optim.schedule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdaptiveRateTest {
  private static final PlateauSpec HALVING = new PlateauSpec(1, 0.5, 1, 0, 2, 0.2);

  @Test
  void stalledLossHalvesTheRateOnceACooldown() {
    AdaptiveRate rate = AdaptiveRate.onPlateau(HALVING);
    double[] losses = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5};
    double[] expected = {1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.2, 0.2, 0.2};
    for (int i = 0; i < losses.length; i++) {
      rate.observe(losses[i]);
      assertEquals(expected[i], rate.rate(), "after " + (i + 1) + " losses");
    }
  }

  @Test
  void fallingLossLeavesTheRate() {
    AdaptiveRate rate = AdaptiveRate.onPlateau(HALVING);
    for (int i = 0; i < 50; i++) {
      rate.observe(5 - 0.01 * i);
      assertEquals(1, rate.rate());
    }
  }

  @Test
  void restoredRateGoesOnAsIfNeverInterrupted() {
    SplittableRandom random = new SplittableRandom(9);
    AdaptiveRate whole = AdaptiveRate.onPlateau(HALVING);
    AdaptiveRate resumed = AdaptiveRate.onPlateau(HALVING);
    for (int i = 0; i < 40; i++) {
      double loss = random.nextDouble();
      whole.observe(loss);
      if (i == 7) {
        resumed.restore(whole.state());
      } else if (i > 7) {
        resumed.observe(loss);
        assertEquals(whole.rate(), resumed.rate());
      }
    }
    assertArrayEquals(whole.state(), resumed.state());
    assertTrue(whole.rate() < 1);
  }

  @Test
  void warmupEndsForGood() {
    AdaptiveRate rate = AdaptiveRate.untilErrorBelow(0.8, 0.01, 0.1);
    for (double error : new double[] {0.9, 0.8}) {
      rate.observe(error);
      assertEquals(0.01, rate.rate());
    }
    for (double error : new double[] {0.79, 0.9}) {
      rate.observe(error);
      assertEquals(0.1, rate.rate());
    }
    AdaptiveRate resumed = AdaptiveRate.untilErrorBelow(0.8, 0.01, 0.1);
    resumed.restore(rate.state());
    assertEquals(0.1, resumed.rate());
  }

  @Test
  void statesThatCannotHaveBeenSavedAreRefused() {
    AdaptiveRate rate = AdaptiveRate.onPlateau(HALVING);
    rate.observe(3);
    double[] before = rate.state();
    for (double[] state :
        new double[][] {
          {Double.NaN, 1, 0, 0}, {-1, 1, 0, 0}, {1, Double.NaN, 0, 0}, {1, 1, -1, 0}, {1, 1, 0, 0.5}
        }) {
      assertThrows(IllegalArgumentException.class, () -> rate.restore(state));
      assertArrayEquals(before, rate.state());
    }
    AdaptiveRate warmup = AdaptiveRate.untilErrorBelow(0.8, 0.01, 0.1);
    assertThrows(IllegalArgumentException.class, () -> warmup.restore(new double[] {Double.NaN}));
  }

  @Test
  void badInputIsNamed() {
    AdaptiveRate rate = AdaptiveRate.onPlateau(HALVING);
    assertThrows(IllegalArgumentException.class, () -> rate.observe(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> rate.restore(new double[3]));
    assertThrows(IllegalArgumentException.class, () -> new PlateauSpec(0.1, 1, 3, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new PlateauSpec(0, 0.5, 3, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new PlateauSpec(0.1, 0.5, -1, 0, 0, 0));
    assertEquals(
        "least must be at most rate: least=0.2, rate=0.1",
        assertThrows(IllegalArgumentException.class, () -> new PlateauSpec(0.1, 0.5, 3, 0, 0, 0.2))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> AdaptiveRate.untilErrorBelow(0, 0.01, 0.1));
  }
}
