package dev.largo.optim.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scalar rules: trust ratios, rectification, transition, momentum correction. */
class RulesTest {
  private static final LarsRatio LARS = new LarsRatio(0.01, 0.5, 0);

  @Test
  void denominatorsOfLarsDiffer() {
    LayerNorms norms = new LayerNorms(4, 2, 2.5);

    assertEquals(0.01 * 4 / (2 + 0.5 * 4), LARS.of(norms, 1));
    assertEquals(0.01 * 4 / 2.5, new LarsNormOfSumRatio(0.01, 0).of(norms, 1));
    assertEquals(0.01 * 4 / 3, new LarsNormOfSumRatio(0.01, 0.5).of(norms, 1));
  }

  @Test
  void zeroNormsGiveRatioOne() {
    LayerNorms noWeight = new LayerNorms(0, 2, 2);
    LayerNorms noGradient = new LayerNorms(4, 0, 0);

    for (TrustRatio ratio :
        new TrustRatio[] {
          LARS,
          new LarsNormOfSumRatio(0.01, 0),
          new LarcRatio(LARS),
          new LambRatio(0, 10),
          LambRatio.UNBOUNDED
        }) {
      assertEquals(1, ratio.of(noWeight, 0.001), ratio.toString());
      assertEquals(1, ratio.of(noGradient, 0.001), ratio.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0.1", "0.01, 1", "0.005, 1", "0, 1"})
  void larcNeverExceedsTheGlobalRate(double learningRate, double expected) {
    LayerNorms norms = new LayerNorms(4, 2, 2); // lambda = 0.01

    assertEquals(expected, new LarcRatio(LARS).of(norms, learningRate), 1e-15);
  }

  @Test
  void phiIsBounded() {
    LambRatio phi = new LambRatio(1, 3);

    assertEquals(1 / 2.0, phi.of(new LayerNorms(0.5, 9, 2), 1));
    assertEquals(2 / 2.0, phi.of(new LayerNorms(2, 9, 2), 1));
    assertEquals(3 / 2.0, phi.of(new LayerNorms(8, 9, 2), 1));
    assertEquals(8 / 2.0, LambRatio.UNBOUNDED.of(new LayerNorms(8, 9, 2), 1));
  }

  @Test
  void rectificationBeginsAtItsThreshold() {
    Rectification paper = new Rectification(0.999, Rectification.PAPER_THRESHOLD);
    Rectification code = new Rectification(0.999, Rectification.PUBLIC_THRESHOLD);

    // rho is 3.997 at step 4, 4.996 at step 5, 5.994 at step 6.
    assertFalse(paper.appliesAt(4));
    assertTrue(paper.appliesAt(5));
    assertFalse(code.appliesAt(5));
    assertTrue(code.appliesAt(6));
    assertEquals(1, code.factor(1_000_000), 1e-3);
    assertTrue(paper.factor(5) > 0 && paper.factor(5) < paper.factor(6));
  }

  @Test
  void transitionIsContinuousAndItsPrintedFormIsNot() {
    Transition meant = new Transition(1000, 500, Transition.Slope.CONTINUOUS);
    Transition printed = new Transition(1000, 500, Transition.Slope.PRINTED);

    double before = meant.shareOfSgd(1);
    for (long step = 2; step <= 2000; step++) {
      double share = meant.shareOfSgd(step);
      assertTrue(share >= before && share - before < 0.0021, "share at step " + step);
      before = share;
    }
    assertEquals(0.5 * Math.exp(-4), meant.shareOfSgd(1), 1e-15);
    assertEquals(0.5, meant.shareOfSgd(1001));
    assertEquals(1, meant.shareOfSgd(1251));
    assertEquals(0.5, printed.shareOfSgd(1001));
    assertEquals(1.496, printed.shareOfSgd(1250), 1e-12);
    assertEquals(1, printed.shareOfSgd(1251));
  }

  @Test
  void momentumIsCorrectedByTheQuotientOfRates() {
    assertEquals(0.45, MomentumCorrection.RATE_QUOTIENT.factor(0.9, 0.1, 0.2), 1e-15);
    assertEquals(0.9, MomentumCorrection.RATE_QUOTIENT.factor(0.9, 0.1, 0));
    assertEquals(0.9, MomentumCorrection.NONE.factor(0.9, 0.1, 0.2));
  }

  @Test
  void nothingMayFollowLookahead() {
    GradientTransform ahead =
        Transforms.lookahead(Transforms.scaleByLearningRate(), 5, 0.5, SlowStart.INITIAL_WEIGHTS);

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> GradientTransform.chain(ahead, Transforms.scaleByLearningRate()));

    assertTrue(
        String.valueOf(e.getMessage()).contains("must be the last of a chain"), e.getMessage());
  }
}
