package dev.largo.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.optim.StepContext.Detail;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.Transforms;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
  private static final Problem PROBLEM = new Problem(11);

  static Stream<String> chains() {
    return Chains.ALL.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("chains")
  void resumedTrajectoryHasTheSameBits(String name) {
    GradientTransform chain = Chains.of(name);
    float[] whole = PROBLEM.initial();
    Optimizer uninterrupted = PROBLEM.optimizer(chain);
    run(uninterrupted, whole, 1, 6);

    float[] resumed = PROBLEM.initial();
    Optimizer before = PROBLEM.optimizer(chain);
    run(before, resumed, 1, 3);
    Map<String, float[]> saved = new HashMap<>();
    before.state().forEach((vector, values) -> saved.put(vector, values.clone()));
    Optimizer after = PROBLEM.optimizer(chain);
    after.restore(before.header(), saved);
    run(after, resumed, 4, 6);

    assertArrayEquals(whole, resumed);
  }

  /** Slices, resuming and the like are tried on {@link Chains}: a preset must not be left out. */
  @Test
  void everyPresetIsAmongTheChains() {
    Set<String> presets =
        Stream.of(Optimizers.class, PublicVariants.class)
            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(method -> method.getName().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    Set<String> tried =
        chains()
            .filter(name -> !Chains.NO_PRESETS.contains(name))
            .map(name -> name.replace(" ", ""))
            .collect(Collectors.toSet());

    assertEquals(presets, tried);
  }

  @Test
  void restoreRefusesOtherNamesAndLengths() {
    Optimizer optimizer = PROBLEM.optimizer(Optimizers.momentum(new MomentumSpec(0.9, 0)));
    int size = PROBLEM.layout().size();

    assertMessage(
        "optimizer state: got vectors [speed], expected [momentum]",
        () -> optimizer.restore(optimizer.header(), Map.of("speed", new float[size])));
    assertMessage(
        "optimizer state: vector momentum has length 3, expected " + size,
        () -> optimizer.restore(optimizer.header(), Map.of("momentum", new float[3])));
  }

  @Test
  void restoreRefusesOtherVersions() {
    Optimizer optimizer = PROBLEM.optimizer(Optimizers.momentum(new MomentumSpec(0.9, 0)));
    StateHeader old = new StateHeader(1, optimizer.header().chain(), 3, 0.1, 0);

    assertMessage(
        "optimizer state: version 1, expected 2", () -> optimizer.restore(old, optimizer.state()));
  }

  /** The velocities of all of these are named momentum, but only some hold the rate. */
  @Test
  void restoreRefusesTheStateOfAnotherOptimizer() {
    MomentumSpec spec = new MomentumSpec(0.9, 0);
    Optimizer outside = PROBLEM.optimizer(Optimizers.momentum(spec));
    for (GradientTransform other :
        List.of(
            Optimizers.nesterov(spec),
            PublicVariants.momentumRateInside(spec),
            PublicVariants.momentumCorrected(spec),
            Optimizers.lars(new LarsSpec(0.9, 0, 0.001, 0)))) {
      Optimizer saved = PROBLEM.optimizer(other);
      assertMessage(
          "optimizer state: of chain [%s], expected [AddDecayedWeights, HeavyBall(NONE), %s]"
              .formatted(saved.header().chain(), "ScaleByLearningRate"),
          () -> outside.restore(saved.header(), saved.state()));
    }
    assertEquals(0, outside.updates());
  }

  /** A chain wherever it stands is named by what it does, not by its constants. */
  @Test
  void constantsMayChangeFromSavingToRestoring() {
    Optimizer saved = PROBLEM.optimizer(Optimizers.larc(new LarsSpec(0.9, 0.1, 0.001, 0)));
    saved.step(PROBLEM.initial(), PROBLEM.gradient(1), context(1), LayerSums.LOCAL);
    Optimizer other = PROBLEM.optimizer(Optimizers.larc(new LarsSpec(0.8, 0, 0.01, 1e-8)));

    other.restore(saved.header(), saved.state());

    assertEquals(saved.header(), other.header());
    assertEquals(
        "WhereNormsAreNonZero(AddDecayedWeights), ScaleByTrustRatio(LarcRatio), HeavyBall(NONE),"
            + " ScaleByLearningRate",
        other.header().chain());
  }

  @Test
  void updatesAndTheLastRateAreTheOptimizersOwn() {
    Optimizer optimizer = PROBLEM.optimizer(Optimizers.sgd(new SgdSpec(0)));
    assertEquals(
        new StateHeader(2, "AddDecayedWeights, ScaleByLearningRate", 0, 0, 0), optimizer.header());

    run(optimizer, PROBLEM.initial(), 1, 4);

    assertEquals(4, optimizer.updates());
    assertEquals(0.1, optimizer.header().lastRate());
    assertMessage("updates must be at least 0: -1", () -> new StateHeader(2, "", -1, 0, 0));
  }

  @Test
  void twoStagesCannotKeepStateOfOneName() {
    assertMessage(
        "optimizer state: two vectors are named momentum",
        () ->
            PROBLEM.optimizer(
                GradientTransform.chain(
                    Transforms.heavyBall(0.9), Transforms.nesterovMomentum(0.9))));
  }

  @Test
  void arraysOfTheWrongLengthAreRefused() {
    Optimizer optimizer = PROBLEM.optimizer(Optimizers.sgd(new SgdSpec(0)));
    int size = PROBLEM.layout().size();

    assertMessage(
        "parameters has length 5, expected " + size,
        () -> optimizer.step(new float[5], new float[size], context(1), LayerSums.LOCAL));
    assertMessage(
        "gradient has length 5, expected " + size,
        () -> optimizer.step(new float[size], new float[5], context(1), LayerSums.LOCAL));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void runningStatisticsAreOnlyShifted(String name) {
    GradientTransform chain = Chains.of(name);
    Segment statistic = PROBLEM.segment("s4");
    float[] parameters = PROBLEM.initial();
    float[] expected = PROBLEM.initial();
    Optimizer optimizer = PROBLEM.optimizer(chain);
    for (int step = 1; step <= 3; step++) {
      float[] gradient = PROBLEM.gradient(step);
      for (int i = statistic.offset(); i < statistic.end(); i++) {
        expected[i] -= gradient[i];
      }
      StepSignals signals = optimizer.step(parameters, gradient, context(step), LayerSums.LOCAL);
      assertFalse(signals.layers().stream().anyMatch(layer -> layer.layer().equals("s4")));
    }

    assertArrayEquals(range(expected, statistic), range(parameters, statistic));
    for (float[] vector : optimizer.state().values()) {
      assertArrayEquals(new float[statistic.length()], range(vector, statistic));
    }
  }

  @Test
  void runningStatisticsAreInNoNorm() {
    float[] gradient = PROBLEM.gradient(1);
    float[] louder = gradient.clone();
    Segment statistic = PROBLEM.segment("s4");
    Arrays.fill(louder, statistic.offset(), statistic.end(), 1e6f);

    StepSignals quiet = oneStep(Optimizers.sgd(new SgdSpec(0)), PROBLEM.initial(), gradient);
    StepSignals loud = oneStep(Optimizers.sgd(new SgdSpec(0)), PROBLEM.initial(), louder);

    assertEquals(quiet, loud);
  }

  @Test
  void signalsAreNormsOfWholeSegmentsInFloat64() {
    float[] before = PROBLEM.initial();
    float[] gradient = PROBLEM.gradient(1);
    float[] after = before.clone();
    StepSignals signals =
        oneStep(Optimizers.lars(new LarsSpec(0.9, 0.01, 0.1, 0)), after, gradient.clone());

    double global = 0;
    for (LayerSignal signal : signals.layers()) {
      Segment segment = PROBLEM.segment(signal.layer());
      double weight = norm(before, segment);
      double slope = norm(gradient, segment);
      global += slope * slope;
      float[] change = before.clone();
      for (int i = 0; i < change.length; i++) {
        change[i] -= after[i];
      }
      assertEquals(weight, signal.weightNorm(), 1e-12 * weight);
      assertEquals(slope, signal.gradientNorm(), 1e-12 * slope);
      // The change is seen through the rounding of the weights.
      assertEquals(norm(change, segment) / weight, signal.updateRatio(), 1e-6);
      double cosine = product(before, after, segment) / weight / norm(after, segment);
      assertEquals(Math.acos(Math.min(cosine, 1)), signal.angularUpdate(), 1e-6);
    }
    assertEquals(8, signals.layers().size());
    assertEquals(Math.sqrt(global), signals.gradientNorm(), 1e-12 * signals.gradientNorm());
    assertEquals(0.5 * 0.01, signals.intrinsicRate());
  }

  /** Weights that turn back, to a right angle, and by less than acos can tell from nothing. */
  @Test
  void angularUpdatesAreExactInAllDirections() {
    ParameterLayout layout =
        new ParameterLayout(
            List.of(
                new Segment("back", "back", Role.WEIGHT, 0, 2, List.of(2)),
                new Segment("right", "right", Role.WEIGHT, 2, 2, List.of(2)),
                new Segment("little", "little", Role.WEIGHT, 4, 2, List.of(2)),
                new Segment("zero", "zero", Role.WEIGHT, 6, 2, List.of(2))));
    float[] parameters = {1, 0, 1, 0, 1, 0, 0, 0};
    float[] gradient = {3, 0, 1, -1, 0, 1e-10f, 1, 1};

    StepSignals signals =
        new Optimizer(GradientTransform.chain(), layout, Slice.whole(layout))
            .step(parameters, gradient, new StepContext(1, Detail.LAYERS), LayerSums.LOCAL);

    assertEquals(Math.PI, signal(signals, "back").angularUpdate(), 1e-12);
    assertEquals(Math.PI / 2, signal(signals, "right").angularUpdate(), 1e-12);
    assertEquals(1e-10, signal(signals, "little").angularUpdate(), 1e-16);
    assertEquals(0, signal(signals, "zero").angularUpdate());
    assertEquals(0, signals.intrinsicRate());
  }

  @Test
  void zeroNormsGiveLarsRatioOne() {
    Segment zeroWeights = PROBLEM.segment("s1");
    Segment zeroGradient = PROBLEM.segment("s7");
    float[] parameters = PROBLEM.initial();
    float[] gradient = PROBLEM.gradient(1);
    Arrays.fill(parameters, zeroWeights.offset(), zeroWeights.end(), 0);
    Arrays.fill(gradient, zeroGradient.offset(), zeroGradient.end(), 0);
    float[] before = parameters.clone();
    float[] slope = gradient.clone();

    StepSignals signals =
        oneStep(Optimizers.lars(new LarsSpec(0.9, 0.5, 0.001, 0)), parameters, gradient);

    assertEquals(1, signal(signals, "s1").trustRatio());
    assertEquals(0, signal(signals, "s1").updateRatio());
    assertEquals(1, signal(signals, "s7").trustRatio());
    float rate = 0.5f;
    int i = zeroWeights.offset() + 3;
    assertEquals(-rate * slope[i], parameters[i]);
    i = zeroGradient.offset() + 3;
    assertEquals(before[i] - rate * (0.5f * before[i]), parameters[i]);
  }

  @Test
  void excludedRolesAreNeitherDecayedNorAdapted() {
    float[] parameters = PROBLEM.initial();
    float[] gradient = PROBLEM.gradient(1);
    float[] slope = gradient.clone();
    StepSignals signals =
        oneStep(Optimizers.lars(new LarsSpec(0.9, 0.5, 0.001, 0)), parameters, gradient);

    int excluded = 0;
    for (Segment segment : PROBLEM.layout().segments()) {
      if (Optimizers.EXCLUDED_BY_DEFAULT.contains(segment.role())) {
        excluded++;
        assertEquals(1, signal(signals, segment.name()).trustRatio());
        for (int i = segment.offset(); i < segment.end(); i++) {
          assertEquals(PROBLEM.initial()[i] - 0.5f * slope[i], parameters[i]);
        }
      } else if (segment.role() == Role.WEIGHT) {
        assertTrue(signal(signals, segment.name()).trustRatio() < 0.01);
      }
    }
    assertEquals(4, excluded);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void nonFiniteWeightOrStatisticIsNamed(float value) {
    float[] parameters = PROBLEM.initial();
    parameters[PROBLEM.segment("s6").offset() + 9] = value;
    float[] before = parameters.clone();
    NonFiniteGradientException weight =
        assertThrows(
            NonFiniteGradientException.class,
            () -> oneStep(Optimizers.sgd(new SgdSpec(0)), parameters, PROBLEM.gradient(1)));
    assertEquals("s6", weight.segment());
    assertEquals(1, weight.step());
    assertArrayEquals(before, parameters);

    float[] gradient = PROBLEM.gradient(1);
    gradient[PROBLEM.segment("s4").offset()] = value;
    NonFiniteGradientException statistic =
        assertThrows(
            NonFiniteGradientException.class,
            () -> oneStep(Optimizers.sgd(new SgdSpec(0)), PROBLEM.initial(), gradient));
    assertEquals("s4", statistic.segment());
  }

  private static StepSignals oneStep(
      GradientTransform chain, float[] parameters, float[] gradient) {
    return PROBLEM
        .optimizer(chain)
        .step(parameters, gradient, new StepContext(0.5, Detail.LAYERS), LayerSums.LOCAL);
  }

  private static void run(Optimizer optimizer, float[] parameters, int first, int last) {
    for (int step = first; step <= last; step++) {
      optimizer.step(parameters, PROBLEM.gradient(step), context(step), LayerSums.LOCAL);
    }
  }

  private static StepContext context(int step) {
    return new StepContext(0.4 / step, Detail.LAYERS);
  }

  private static LayerSignal signal(StepSignals signals, String layer) {
    return signals.layers().stream().filter(s -> s.layer().equals(layer)).findAny().orElseThrow();
  }

  private static float[] range(float[] vector, Segment segment) {
    return Arrays.copyOfRange(vector, segment.offset(), segment.end());
  }

  private static double norm(float[] vector, Segment segment) {
    return Math.sqrt(product(vector, vector, segment));
  }

  private static double product(float[] x, float[] y, Segment segment) {
    double sum = 0;
    for (int i = segment.offset(); i < segment.end(); i++) {
      sum += (double) x[i] * y[i];
    }
    return sum;
  }

  private static void assertMessage(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
