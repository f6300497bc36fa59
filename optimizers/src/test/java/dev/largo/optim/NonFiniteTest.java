package dev.largo.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.optim.StepContext.Detail;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.transform.BiasCorrection;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.LambRatio;
import dev.largo.optim.transform.Stage;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients that are not finite, and the loss scale that provokes and undoes them. */
class NonFiniteTest {
  private static final Problem PROBLEM = new Problem(23);

  static Stream<String> chains() {
    return Chains.ALL.keySet().stream().sorted();
  }

  /** A skipped first step must not count: moments and slow weights begin at step 1. */
  @ParameterizedTest
  @MethodSource("chains")
  void skippedStepsLeaveNoTrace(String name) {
    GradientTransform chain = chain(name);
    Optimizer smooth = PROBLEM.optimizer(chain);
    Optimizer rough = skipping(chain, Slice.whole(PROBLEM.layout()));
    float[] expected = PROBLEM.initial();
    float[] actual = PROBLEM.initial();
    for (int step = 1; step <= 5; step++) {
      float[] broken = PROBLEM.gradient(step);
      broken[PROBLEM.segment("s6").offset() + step] = Float.POSITIVE_INFINITY;
      StepSignals skipped = rough.step(actual, broken, context(step), LayerSums.LOCAL);
      assertEquals(new NonFinite("s6", "gradient", Double.POSITIVE_INFINITY), skipped.skipped());
      assertEquals(List.of(), skipped.layers());
      assertEquals(Double.POSITIVE_INFINITY, skipped.gradientNorm());

      StepSignals signals =
          rough.step(actual, PROBLEM.gradient(step), context(step), LayerSums.LOCAL);
      assertNull(signals.skipped());
      assertEquals(
          smooth.step(expected, PROBLEM.gradient(step), context(step), LayerSums.LOCAL), signals);
    }

    assertArrayEquals(expected, actual);
    smooth.state().forEach((key, values) -> assertArrayEquals(values, rough.state().get(key)));
    assertEquals(5, rough.nonFiniteSteps());
    assertEquals(5, rough.header().nonFiniteSteps());
    assertEquals(smooth.updates(), rough.updates());
    assertEquals(0, smooth.nonFiniteSteps());
  }

  static Stream<String> squaringChains() {
    return chains().filter(name -> chain(name).stages().stream().anyMatch(Stage::squares));
  }

  /** A stage with a vector of squares must say so; Adagrad's has a name of its own. */
  @ParameterizedTest
  @MethodSource("chains")
  void everyChainWithASecondMomentSquares(String name) {
    boolean keepsSquares =
        PROBLEM.optimizer(chain(name)).state().keySet().stream()
            .anyMatch(Set.of("second-moment", "sum-of-squares")::contains);

    assertEquals(keepsSquares, chain(name).stages().stream().anyMatch(Stage::squares));
  }

  /** Its square is infinite in float32: the moment would stay so, and the weight stand still. */
  @ParameterizedTest
  @MethodSource("squaringChains")
  void gradientTooLargeToSquareIsAnOverflow(String name) {
    float[] weights = PROBLEM.initial();
    float[] gradient = PROBLEM.gradient(1);
    gradient[PROBLEM.segment("s6").offset() + 2] = 1e20f;
    Optimizer skips = skipping(chain(name), Slice.whole(PROBLEM.layout()));

    StepSignals signals = skips.step(weights, gradient.clone(), context(1), LayerSums.LOCAL);

    assertEquals(new NonFinite("s6", "gradient", 1e20f), rounded(signals.skipped()));
    assertArrayEquals(PROBLEM.initial(), weights);
    skips.state().forEach((key, v) -> assertArrayEquals(new float[v.length], v, key));
    assertThrows(
        NonFiniteGradientException.class,
        () ->
            PROBLEM
                .optimizer(chain(name))
                .step(weights, gradient.clone(), context(1), LayerSums.LOCAL));
  }

  @ParameterizedTest
  @MethodSource("squaringChains")
  void largestGradientsLeaveEveryMomentAndWeightFinite(String name) {
    float[] weights = PROBLEM.initial();
    Optimizer optimizer = PROBLEM.optimizer(chain(name));
    int i = PROBLEM.segment("s6").offset() + 2;
    for (int step = 1; step <= 8; step++) {
      float[] gradient = PROBLEM.gradient(step);
      gradient[i] = 0.99f * (float) Stage.LARGEST_SQUARED;
      optimizer.step(weights, gradient, context(step), LayerSums.LOCAL);
      optimizer.state().values().forEach(NonFiniteTest::assertFinite);
      assertFinite(weights);
    }

    assertNotEquals(PROBLEM.initial()[i], weights[i]);
  }

  /** What the policy does not see: an update made too large by the decay of a huge weight. */
  @ParameterizedTest
  @MethodSource("squaringChains")
  void hugeWeightsLeaveEveryMomentFinite(String name) {
    float[] weights = PROBLEM.initial();
    weights[PROBLEM.segment("s6").offset() + 2] = 1e30f;
    Optimizer optimizer = PROBLEM.optimizer(chain(name));
    for (int step = 1; step <= 3; step++) {
      optimizer.step(weights, PROBLEM.gradient(step), context(step), LayerSums.LOCAL);
    }

    optimizer.state().values().forEach(NonFiniteTest::assertFinite);
  }

  /** A loss scale has to back off for it too. */
  @Test
  void messageNamesTheNormThatIsTooLarge() {
    float[] gradient = PROBLEM.gradient(1);
    gradient[0] = 0x1p64f;

    NonFiniteGradientException e =
        assertThrows(
            NonFiniteGradientException.class,
            () ->
                PROBLEM
                    .optimizer(Optimizers.adam(new AdamSpec(0)))
                    .step(PROBLEM.initial(), gradient, context(1), LayerSums.LOCAL));
    assertEquals(
        "segment s0: the gradient norm is 1.8446744073709552E19 at step 1", e.getMessage());
  }

  @Test
  void chainsWithoutSquaresTakeWhatFloat32Holds() {
    float[] weights = PROBLEM.initial();
    float[] gradient = PROBLEM.gradient(1);
    gradient[0] = 1e30f;

    PROBLEM
        .optimizer(Optimizers.lars(new LarsSpec(0.9, 0, 0.001, 0)))
        .step(weights, gradient, context(1), LayerSums.LOCAL);

    assertFinite(weights);
  }

  /** Norms too small to divide by count as zero: ratio 1, as published for zero. */
  @ParameterizedTest
  @MethodSource("chains")
  void denormalGradientsLeaveTheWeightsFinite(String name) {
    for (float tiny : new float[] {Float.MIN_VALUE, 1e-43f, 1e-40f}) {
      float[] weights = PROBLEM.initial();
      Optimizer optimizer = PROBLEM.optimizer(chain(name));
      for (int step = 1; step <= 3; step++) {
        float[] gradient = new float[weights.length];
        for (Segment segment : PROBLEM.layout().segments()) {
          gradient[segment.offset()] = tiny;
        }
        StepSignals signals = optimizer.step(weights, gradient, context(step), LayerSums.LOCAL);
        signals
            .layers()
            .forEach(layer -> assertTrue(layer.trustRatio() <= Float.MAX_VALUE, layer.toString()));
      }
      assertFinite(weights);
      optimizer.state().values().forEach(NonFiniteTest::assertFinite);
    }
  }

  static Stream<GradientTransform> trustRatios() {
    LarsSpec lars = new LarsSpec(0.9, 0, 0.001, 0, Set.of());
    LambSpec lamb =
        new LambSpec(
            0.9, 0.999, 1e-6, 0, LambRatio.UNBOUNDED, BiasCorrection.ON, Set.of(), Set.of());
    RAdamSpec rAdam = new RAdamSpec(0);
    RalambSpec ralamb = new RalambSpec(rAdam, LambRatio.UNBOUNDED, Set.of());
    return Stream.of(
        Optimizers.lars(lars),
        Optimizers.larsNesterov(lars),
        Optimizers.larc(lars),
        PublicVariants.larcScale(lars),
        PublicVariants.larsMlperf(lars),
        PublicVariants.larsOptax(lars),
        PublicVariants.larsBarlowTwins(lars),
        Optimizers.lamb(lamb),
        PublicVariants.lambApex(lamb, 1),
        Optimizers.ralamb(ralamb),
        PublicVariants.ralambOver9000(ralamb));
  }

  @ParameterizedTest
  @MethodSource("trustRatios")
  void trustRatioBeyondFloat32IsOne(GradientTransform chain) {
    ParameterLayout layout =
        new ParameterLayout(List.of(new Segment("w", "w", Role.WEIGHT, 0, 2, List.of(1, 2))));
    for (float tiny : new float[] {1e-43f, Float.MIN_VALUE}) {
      float[] weights = {1, 1};
      Optimizer optimizer = new Optimizer(chain, layout, Slice.whole(layout));
      for (int step = 1; step <= 3; step++) {
        optimizer.step(weights, new float[] {tiny, 0}, context(1), LayerSums.LOCAL);
        assertFinite(weights);
      }
      assertEquals(1, weights[1]);
    }
  }

  @Test
  void everyRankSkipsTheSameStep() throws Exception {
    int worldSize = 5;
    List<Slice> slices = Slice.partition(PROBLEM.layout().size(), worldSize);
    float[] shared = PROBLEM.initial();
    int bad = PROBLEM.segment("s7").offset() + 5000;

    List<StepSignals> signals =
        Ranks.runAll(
            worldSize,
            (rank, sums) -> {
              Slice slice = slices.get(rank);
              float[] gradient = PROBLEM.gradient(1, slice);
              if (slice.from() <= bad && bad < slice.to()) {
                gradient[bad - slice.from()] = Float.NaN;
              }
              GradientTransform lamb = Optimizers.lamb(new LambSpec(0.01));
              return skipping(lamb, slice).step(shared, gradient, context(1), sums);
            });

    signals.forEach(
        ofRank -> assertEquals(new NonFinite("s7", "gradient", Double.NaN), ofRank.skipped()));
    assertArrayEquals(PROBLEM.initial(), shared);
  }

  @Test
  void failuresAreCountedToo() {
    Optimizer optimizer = PROBLEM.optimizer(Optimizers.sgd(new SgdSpec(0)));
    float[] gradient = PROBLEM.gradient(1);
    gradient[0] = Float.NaN;

    assertThrows(
        NonFiniteGradientException.class,
        () -> optimizer.step(PROBLEM.initial(), gradient, context(1), LayerSums.LOCAL));
    assertEquals(1, optimizer.nonFiniteSteps());
  }

  @Test
  void weightsThatAreNotFiniteAreNeverSkipped() {
    Optimizer optimizer = skipping(Optimizers.sgd(new SgdSpec(0)), Slice.whole(PROBLEM.layout()));
    float[] parameters = PROBLEM.initial();
    parameters[3] = Float.NaN;

    NonFiniteGradientException e =
        assertThrows(
            NonFiniteGradientException.class,
            () -> optimizer.step(parameters, PROBLEM.gradient(1), context(1), LayerSums.LOCAL));
    assertEquals("segment s0: the weight norm is NaN at step 1", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 65536, 0.25})
  void lossScaleIsTakenOutOfTheTrainableSegments(double scale) {
    GradientTransform lars = Optimizers.lars(new LarsSpec(0.9, 0.01, 0.1, 0));
    Segment statistic = PROBLEM.segment("s4");
    float[] expected = PROBLEM.initial();
    float[] actual = PROBLEM.initial();
    float[] gradient = PROBLEM.gradient(1);
    float[] scaled = gradient.clone();
    for (int i = 0; i < scaled.length; i++) {
      boolean trained = i < statistic.offset() || i >= statistic.end();
      scaled[i] *= trained ? (float) scale : 1;
    }

    StepSignals plain =
        PROBLEM.optimizer(lars).step(expected, gradient, context(1), LayerSums.LOCAL);
    StepSignals unscaled =
        PROBLEM
            .optimizer(lars)
            .step(actual, scaled, context(1).withLossScale(scale), LayerSums.LOCAL);

    assertArrayEquals(expected, actual);
    assertEquals(plain, unscaled);
  }

  @Test
  void dynamicScaleBacksOffAndGrows() {
    LossScale.Rule rule = new LossScale.Rule(8, 2, 0.5, 3, 2, 16);
    LossScale scale = LossScale.initial(rule);
    StepSignals good = new StepSignals(1, 0, List.of(), null);
    StepSignals bad =
        new StepSignals(Double.NaN, 0, List.of(), new NonFinite("w", "gradient", Double.NaN));
    StringBuilder path = new StringBuilder();
    for (char outcome : "bbbgggggbggg".toCharArray()) {
      scale = scale.after(outcome == 'g' ? good : bad);
      path.append(outcome).append((int) scale.factor()).append(' ');
    }

    assertEquals("b4 b2 b2 g2 g2 g4 g4 g4 b2 g2 g2 g4 ", path.toString());
    LossScale restored = new LossScale(rule, scale.factor(), scale.goodSteps());
    assertEquals(scale.after(good), restored.after(good));
    assertEquals(16, new LossScale(rule, 16, 2).after(good).factor());
    assertEquals(65536, LossScale.initial(LossScale.Rule.STANDARD).factor());
  }

  @Test
  void impossibleScalesAreRefused() {
    LossScale.Rule rule = LossScale.Rule.STANDARD;

    assertMessage("growth must be above 1: 1.0", () -> new LossScale.Rule(2, 1, 0.5, 1, 1, 4));
    assertMessage(
        "backOff must be above 0 and below 1: 1.0", () -> new LossScale.Rule(2, 2, 1, 1, 1, 4));
    assertMessage(
        "initial must be between 1.0 and 4.0: 8.0", () -> new LossScale.Rule(8, 2, 0.5, 1, 1, 4));
    assertMessage(
        "factor must be between 1.0 and 1.6777216E7: 0.5", () -> new LossScale(rule, 0.5, 0));
    assertMessage(
        "most must be within float32's range, and so its inverse: 1.0E39",
        () -> new LossScale.Rule(2, 2, 0.5, 1, 1, 1e39));
    assertMessage(
        "least must be within float32's range, and so its inverse: 1.0E-40",
        () -> new LossScale.Rule(2, 2, 0.5, 1, 1e-40, 4));
    assertMessage("lossScale must be above 0: 0.0", () -> context(1).withLossScale(0));
    assertMessage(
        "lossScale must be within float32's range, and so its inverse: 1.0E39",
        () -> context(1).withLossScale(1e39));
  }

  private static NonFinite rounded(@Nullable NonFinite found) {
    assertNotNull(found);
    return new NonFinite(found.segment(), found.quantity(), (float) found.norm());
  }

  private static void assertFinite(float[] values) {
    for (int i = 0; i < values.length; i++) {
      assertTrue(Float.isFinite(values[i]), values[i] + " at " + i);
    }
  }

  private static GradientTransform chain(String name) {
    return Chains.of(name);
  }

  private static Optimizer skipping(GradientTransform chain, Slice slice) {
    return new Optimizer(chain, PROBLEM.layout(), slice, Parallel.SERIAL, NonFinitePolicy.SKIP);
  }

  private static StepContext context(int step) {
    return new StepContext(0.4 / step, Detail.LAYERS);
  }

  private static void assertMessage(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
