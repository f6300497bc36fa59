package dev.largo.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.optim.StepContext.Detail;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.transform.Centralized;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.SlowStart;
import dev.largo.optim.transform.Transforms;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Presets by hand-computed numbers and by laws, where no golden file is needed. */
class PresetsTest {
  private static final Set<Role> NONE = Set.of();

  /** Not LARC with clipping: its rate is the global one where the gradient is small. */
  static Stream<GradientTransform> scaleFree() {
    LarsSpec spec = new LarsSpec(0.9, 0, 0.01, 0, NONE);
    return Stream.of(
        Optimizers.lars(spec),
        Optimizers.larsNesterov(spec),
        PublicVariants.larcScale(spec),
        PublicVariants.larsMlperf(spec),
        PublicVariants.larsOptax(spec),
        PublicVariants.larsBarlowTwins(spec));
  }

  /** A power of two changes no rounding, so that the bits must agree. */
  @ParameterizedTest
  @MethodSource("scaleFree")
  void withoutDecayLarsIgnoresTheGradientsScale(GradientTransform chain) {
    Problem problem = new Problem(5);
    Segment statistic = problem.segment("s4");
    for (int exponent : new int[] {-20, -1, 7, 20}) {
      float[] plain = problem.initial();
      float[] scaled = problem.initial();
      Optimizer first = problem.optimizer(chain);
      Optimizer second = problem.optimizer(chain);
      for (int step = 1; step <= 4; step++) {
        float[] gradient = problem.gradient(step);
        float[] louder = gradient.clone();
        for (int i = 0; i < louder.length; i++) {
          boolean trained = i < statistic.offset() || i >= statistic.end();
          louder[i] = trained ? Math.scalb(louder[i], exponent) : louder[i];
        }
        StepContext context = new StepContext(0.4 / step, Detail.GLOBAL);
        first.step(plain, gradient, context, LayerSums.LOCAL);
        second.step(scaled, louder, context, LayerSums.LOCAL);
      }

      assertArrayEquals(plain, scaled);
      assertFalse(Arrays.equals(problem.initial(), plain));
    }
  }

  /** Steps of -1 from 3, pulled back half-way every second step: 3, 2, 2, 1, 1, 0. */
  @Test
  void lookaheadGoesBackToItsSlowWeights() {
    GradientTransform paper = Optimizers.lookahead(() -> List.of(), new LookaheadSpec(2, 0.5));
    GradientTransform lazy =
        Optimizers.lookahead(
            () -> List.of(), new LookaheadSpec(2, 0.5, SlowStart.FIRST_SYNCHRONIZATION));

    assertArrayEquals(new float[] {2, 2, 1, 1, 0}, path(paper, 3, 1, 5));
    assertArrayEquals(new float[] {2, 1, 0, 0, -1}, path(lazy, 3, 1, 5));
  }

  @Test
  void slowMomentumKeepsTheOldRateUnlessCorrected() {
    MomentumSpec spec = new MomentumSpec(0.5, 0, NONE);

    // Rates 1 then 0.5, gradient 1: v = 1, then 0.5 * 1 + 0.5 = 1, corrected 0.25 + 0.5 = 0.75.
    assertEquals(-2f, atRates(PublicVariants.momentumRateInside(spec), 1, 0.5));
    assertEquals(-1.75f, atRates(PublicVariants.momentumCorrected(spec), 1, 0.5));
    assertEquals(-1.75f, atRates(Optimizers.momentum(spec), 1, 0.5));
  }

  /** As in MXNet: behind a warm-up from 0 the two forms are not the same. */
  @Test
  void aRateOfZeroEmptiesACorrectedVelocity() {
    MomentumSpec spec = new MomentumSpec(0.5, 0, NONE);

    // v = 1 at rate 0, then 0.5 + 1; corrected 0, then 0 + 1.
    assertEquals(-1.5f, atRates(Optimizers.momentum(spec), 0, 1));
    assertEquals(-1f, atRates(PublicVariants.momentumCorrected(spec), 0, 1));
    // 1, then v = 1.5 or 0, then 1.75 or 1.
    assertEquals(-2.75f, atRates(Optimizers.momentum(spec), 1, 0, 1));
    assertEquals(-2f, atRates(PublicVariants.momentumCorrected(spec), 1, 0, 1));
  }

  @Test
  void rowsAreCentralizedByTheirOwnMeans() {
    ParameterLayout layout =
        new ParameterLayout(
            List.of(
                new Segment("dense", "a", Role.WEIGHT, 0, 6, List.of(2, 3)),
                new Segment("conv", "b", Role.WEIGHT, 6, 4, List.of(2, 2, 1, 1)),
                new Segment("bias", "a", Role.BIAS, 10, 2, List.of(2))));
    float[] gradient = {1, 2, 3, 4, 4, 7, 1, 3, 5, 6, 8, 9};

    assertArrayEquals(
        new float[] {1, 0, -1, 1, 1, -2, 1, -1, 0.5f, -0.5f, -8, -9},
        oneStep(layout, Transforms.centralize(Centralized.CONVOLUTIONS_AND_DENSE), gradient));
    assertArrayEquals(
        new float[] {-1, -2, -3, -4, -4, -7, 1, -1, 0.5f, -0.5f, -8, -9},
        oneStep(layout, Transforms.centralize(Centralized.CONVOLUTIONS), gradient));
  }

  @Test
  void clippingScalesTheWholeGradientToTheLimit() {
    ParameterLayout layout =
        new ParameterLayout(
            List.of(
                new Segment("a", "a", Role.WEIGHT, 0, 1, List.of(1)),
                new Segment("b", "b", Role.BIAS, 1, 1, List.of(1))));

    assertArrayEquals(
        new float[] {-1.5f, -2}, oneStep(layout, Transforms.clipByGlobalNorm(2.5), 3, 4));
    assertArrayEquals(new float[] {-3, -4}, oneStep(layout, Transforms.clipByGlobalNorm(5), 3, 4));
  }

  /** The documented bound: 2^-23 / (1 - beta) of the moment, where it has long converged. */
  @ParameterizedTest
  @ValueSource(doubles = {0.99, 0.999})
  void secondMomentStallsCloseToItsLimit(double beta) {
    GradientTransform chain = Optimizers.rmsProp(new RmsPropSpec(beta, 1e-8, 0, NONE));
    double worst = 0;
    for (float gradient = 1; gradient < 2; gradient += 0.03f) {
      Optimizer optimizer = new Optimizer(chain, single());
      for (int step = 0; step < 20 / (1 - beta); step++) {
        optimizer.step(new float[1], new float[] {gradient}, new StepContext(0, Detail.GLOBAL));
      }
      float[] moment = optimizer.state().getOrDefault("second-moment", new float[0]);
      worst = Math.max(worst, Math.abs(moment[0] / ((double) gradient * gradient) - 1));
    }

    double bound = Math.scalb(1.0, -23) / (1 - beta);
    assertTrue(worst <= bound && worst > bound / 4, worst + " of " + bound);
  }

  @Test
  void larcSparesALayerOfZeroGradientItsDecayAndLarsDoesNot() {
    LarsSpec spec = new LarsSpec(0, 0.5, 1, 0, NONE);

    assertArrayEquals(new float[] {2}, path(Optimizers.larc(spec), 2, 0, 1));
    assertArrayEquals(new float[] {1}, path(Optimizers.lars(spec), 2, 0, 1));
  }

  private static float[] oneStep(
      ParameterLayout layout, GradientTransform chain, float... gradient) {
    float[] parameters = new float[layout.size()];
    new Optimizer(chain, layout, Slice.whole(layout))
        .step(parameters, gradient.clone(), new StepContext(1, Detail.GLOBAL), LayerSums.LOCAL);
    return parameters;
  }

  /** Where a weight ends that begins at 0, with a gradient of 1 at each rate. */
  private static float atRates(GradientTransform chain, double... rates) {
    ParameterLayout layout = single();
    float[] parameters = new float[1];
    Optimizer optimizer = new Optimizer(chain, layout, Slice.whole(layout));
    for (double rate : rates) {
      StepContext context = new StepContext(rate, Detail.GLOBAL);
      optimizer.step(parameters, new float[] {1}, context, LayerSums.LOCAL);
    }
    return parameters[0];
  }

  /** One weight after each of some steps of the same gradient, at rate 1. */
  private static float[] path(GradientTransform chain, float start, float gradient, int steps) {
    ParameterLayout layout = single();
    float[] parameters = {start};
    Optimizer optimizer = new Optimizer(chain, layout, Slice.whole(layout));
    float[] path = new float[steps];
    for (int step = 1; step <= steps; step++) {
      optimizer.step(
          parameters, new float[] {gradient}, new StepContext(1, Detail.GLOBAL), LayerSums.LOCAL);
      path[step - 1] = parameters[0];
    }
    return path;
  }

  private static ParameterLayout single() {
    return new ParameterLayout(List.of(new Segment("w", "w", Role.WEIGHT, 0, 1, List.of(1))));
  }
}
