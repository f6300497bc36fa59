package dev.largo.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.optim.StepContext.Detail;
import dev.largo.optim.layout.Role;
import dev.largo.optim.transform.LambRatio;
import dev.largo.optim.transform.Rectification;
import dev.largo.optim.transform.Transition;
import dev.largo.optim.transform.Unrectified;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SpecsTest {
  @Test
  void constantsOutOfRangeAreNamed() {
    assertMessage("momentum must be in [0, 1): 1.0", () -> new MomentumSpec(1, 0));
    assertMessage("momentum must be in [0, 1): -0.1", () -> new LarsSpec(-0.1, 0, 1, 0));
    assertMessage("momentum must be in [0, 1): NaN", () -> new LarsSpec(Double.NaN, 0, 1, 0));
    assertMessage("weightDecay must be at least 0: -1.0", () -> new SgdSpec(-1));
    assertMessage("weightDecay must be at least 0: Infinity", () -> new SgdSpec(1 / 0.0));
    assertMessage("trustCoefficient must be above 0: 0.0", () -> new LarsSpec(0, 0, 0, 0));
    assertMessage("epsilon must be at least 0: -1.0", () -> new LarsSpec(0, 0, 1, -1));
    assertMessage("beta2 must be in [0, 1): 1.0", () -> new AdamSpec(0.9, 1, 1e-8, 0, Set.of()));
    assertMessage("epsilon must be above 0: 0.0", () -> new AdamSpec(0.9, 0.99, 0, 0, Set.of()));
    assertMessage("weightDecay must be at least 0: -1.0", () -> new LambSpec(-1));
    assertMessage(
        "upper must be above 0 and at least lower: lower=2.0, upper=1.0",
        () -> new LambRatio(2, 1));
    assertMessage("epsilon must be above 0: 0.0", () -> new AdagradSpec(0, 0, Set.of()));
    assertMessage("beta must be in [0, 1): 1.0", () -> new RmsPropSpec(1, 1e-8, 0, Set.of()));
    assertMessage("weightDecay must be at least 0: -1.0", () -> new RAdamSpec(-1));
    assertMessage("threshold must be at least 4: 3.9", () -> new Rectification(0.999, 3.9));
    assertMessage("beta2 must be in [0, 1): 1.0", () -> new Rectification(1, 5));
    assertMessage("everySteps must be at least 1: 0", () -> new LookaheadSpec(0, 0.5));
    assertMessage("alpha must be above 0 and at most 1: 1.5", () -> new LookaheadSpec(5, 1.5));
    assertMessage(
        "periodSteps must be above 0: 0.0",
        () -> new Transition(10, 0, Transition.Slope.CONTINUOUS));
    assertMessage(
        "unrectified must be MOMENTUM under a trust ratio: NOTHING",
        () ->
            new RalambSpec(
                new RAdamSpec(
                    0.9,
                    1e-8,
                    0,
                    new Rectification(0.999, 5),
                    Unrectified.NOTHING,
                    Optimizers.EXCLUDED_BY_DEFAULT)));
    assertMessage("limit must be above 0: 0.0", () -> PublicVariants.lambApex(new LambSpec(0), 0));
    assertMessage(
        "learningRate must be at least 0: NaN", () -> new StepContext(Double.NaN, Detail.GLOBAL));
  }

  /** Arithmetic is in float32: what vanishes or overflows there is out of range too. */
  @Test
  void constantsOutOfFloat32sRangeAreNamed() {
    assertMessage(
        "epsilon must be above 0 in float32: 1.0E-46",
        () -> new AdamSpec(0.9, 0.99, 1e-46, 0, Set.of()));
    assertMessage(
        "epsilon must be above 0 in float32: 1.0E-46",
        () -> new RmsPropSpec(0.9, 1e-46, 0, Set.of()));
    assertMessage(
        "epsilon must be within float32's range: 1.0E39", () -> new AdagradSpec(1e39, 0, Set.of()));
    assertMessage(
        "beta2 must be below 1 in float32: 0.99999999",
        () -> new AdamSpec(0.9, 0.99999999, 1e-8, 0, Set.of()));
    assertMessage(
        "beta2 must be below 1 in float32: 0.99999999", () -> new Rectification(0.99999999, 4));
    assertMessage(
        "momentum must be below 1 in float32: 0.99999999", () -> new MomentumSpec(0.99999999, 0));
    assertMessage(
        "weightDecay must be within float32's range: 1.0E39", () -> new MomentumSpec(0.9, 1e39));
    assertMessage("alpha must be above 0 in float32: 1.0E-46", () -> new LookaheadSpec(5, 1e-46));
    assertMessage(
        "learningRate must be within float32's range: 1.0E39",
        () -> new StepContext(1e39, Detail.GLOBAL));
    // A rate that decays to nothing is no error.
    assertEquals(1e-50, new StepContext(1e-50, Detail.GLOBAL).learningRate());
  }

  @Test
  void biasesAndNormalizationAreExcludedByDefault() {
    Set<Role> expected = Set.of(Role.BIAS, Role.NORM_SCALE, Role.NORM_SHIFT);

    assertEquals(expected, new SgdSpec(0).excluded());
    assertEquals(expected, new MomentumSpec(0, 0).excluded());
    assertEquals(expected, new LarsSpec(0, 0, 1, 0).excluded());
  }

  private static void assertMessage(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
