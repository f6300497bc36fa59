package dev.largo.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.optim.StepContext.Detail;
import dev.largo.optim.golden.Golden;
import dev.largo.optim.golden.GoldenOptimizer;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.transform.BiasCorrection;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.LambRatio;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The presets follow the trajectories of public implementations. */
class GoldenOptimizersTest {
  /** By the file's name without its problem's suffix. */
  private static final Map<String, Function<GoldenOptimizer, GradientTransform>> PRESETS =
      Map.ofEntries(
          Map.entry("sgd_plain", c -> Optimizers.sgd(sgd(c))),
          Map.entry("sgd_momentum_l2", c -> Optimizers.momentum(momentum(c))),
          Map.entry("sgd_nesterov_l2", c -> Optimizers.nesterov(momentum(c))),
          Map.entry("lars_paper_tf", c -> Optimizers.lars(lars(c))),
          Map.entry("lars_paper_tf_nesterov", c -> Optimizers.larsNesterov(lars(c))),
          Map.entry("adam_l2", c -> Optimizers.adam(adam(c))),
          Map.entry("adamw", c -> Optimizers.adamW(adam(c))),
          Map.entry(
              "lamb_paper_v3_cybertronai",
              c -> Optimizers.lamb(lamb(c, new LambRatio(0, 10), BiasCorrection.OFF))),
          Map.entry(
              "lamb_phi_clamp1",
              c -> Optimizers.lamb(lamb(c, new LambRatio(0, 1), BiasCorrection.OFF))),
          Map.entry("lamb_tf_mlperf", c -> Optimizers.lamb(lambTf(c))));

  /** A factory that aborts leaves no trace in the report; this one shows as skipped. */
  @Test
  void goldenFilesAreThere() {
    assertFalse(Golden.names("optimizers").isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> presetFollowsTrajectory() {
    List<String> known = Golden.names("optimizers").stream().filter(this::known).toList();
    if (!Golden.elsewhere()) {
      assertEquals(
          new TreeSet<>(PRESETS.keySet()),
          new TreeSet<>(known.stream().map(GoldenOptimizersTest::recipe).toList()));
    }
    assertFalse(known.isEmpty(), "no golden file has a preset");
    return known.stream().map(name -> DynamicTest.dynamicTest(name, () -> follow(name)));
  }

  private boolean known(String name) {
    return PRESETS.containsKey(recipe(name));
  }

  private static String recipe(String name) {
    return name.substring(0, name.lastIndexOf('_'));
  }

  private static void follow(String name) {
    GoldenOptimizer golden = new GoldenOptimizer(name);
    GradientTransform chain = PRESETS.getOrDefault(recipe(name), c -> List::of).apply(golden);
    var layout = golden.problem().layout();
    Optimizer optimizer = new Optimizer(chain, layout, Slice.whole(layout));
    float[] parameters = golden.problem().initial();
    double[] rates = golden.learningRates();
    for (int step = 1; step <= rates.length; step++) {
      StepSignals signals =
          optimizer.step(
              parameters,
              golden.problem().gradient(step),
              new StepContext(step, rates[step - 1], Detail.LAYERS),
              LayerSums.LOCAL);
      assertSignals(golden, step, rates[step - 1], signals);
      if (golden.recordedSteps().contains(step)) {
        assertParameters(golden, step, parameters);
      }
    }
  }

  private static void assertParameters(GoldenOptimizer golden, int step, float[] parameters) {
    golden
        .scaledErrors(step, parameters)
        .forEach(
            (layer, error) ->
                assertTrue(
                    error <= golden.tolerance(),
                    () -> layer + " after step " + step + ": scaled error " + error));
  }

  private static void assertSignals(
      GoldenOptimizer golden, int step, double rate, StepSignals signals) {
    JsonNode expected = golden.step(step);
    JsonNode ratios = expected.get("trust_ratio");
    for (LayerSignal signal : signals.layers()) {
      String layer = signal.layer();
      String at = layer + " at step " + step;
      double tolerance = 2 * golden.tolerance();
      assertClose(
          expected.get("weight_norm").get(layer).asDouble(), signal.weightNorm(), tolerance, at);
      // Gradients are given, so only the order of summation differs.
      assertClose(
          expected.get("grad_norm").get(layer).asDouble(), signal.gradientNorm(), 1e-14, at);
      boolean adapted = !ratios.isNull() && !ratios.get(layer).isNull();
      double ratio = adapted ? ratios.get(layer).asDouble() : 1;
      assertClose(ratio, signal.trustRatio(), tolerance, at);
      assertClose(rate * ratio, signal.localLearningRate(), tolerance, at);
    }
  }

  private static void assertClose(double expected, double actual, double relative, String at) {
    assertEquals(expected, actual, relative * Math.abs(expected), at);
  }

  private static SgdSpec sgd(GoldenOptimizer c) {
    return new SgdSpec(c.hyperparameter("weight_decay"), c.excludedFromDecay());
  }

  private static MomentumSpec momentum(GoldenOptimizer c) {
    return new MomentumSpec(
        c.hyperparameter("momentum"), c.hyperparameter("weight_decay"), c.excludedFromDecay());
  }

  private static LarsSpec lars(GoldenOptimizer c) {
    assertEquals(c.excludedFromDecay(), c.excludedFromAdaptation());
    return new LarsSpec(
        c.hyperparameter("momentum"),
        c.hyperparameter("weight_decay"),
        c.hyperparameter("eeta"),
        c.hyperparameter("epsilon"),
        c.excludedFromDecay());
  }

  private static AdamSpec adam(GoldenOptimizer c) {
    return new AdamSpec(
        c.hyperparameter("betas", 0),
        c.hyperparameter("betas", 1),
        c.hyperparameter("eps"),
        c.hyperparameter("weight_decay"),
        c.excludedFromDecay());
  }

  private static LambSpec lamb(GoldenOptimizer c, LambRatio ratio, BiasCorrection correction) {
    return new LambSpec(
        c.hyperparameter("betas", 0),
        c.hyperparameter("betas", 1),
        c.hyperparameter("eps"),
        c.hyperparameter("weight_decay"),
        ratio,
        correction,
        c.excludedFromDecay(),
        c.excludedFromAdaptation());
  }

  private static LambSpec lambTf(GoldenOptimizer c) {
    return new LambSpec(
        c.hyperparameter("beta_1"),
        c.hyperparameter("beta_2"),
        c.hyperparameter("epsilon"),
        c.hyperparameter("weight_decay_rate"),
        LambRatio.UNBOUNDED,
        BiasCorrection.ON,
        c.excludedFromDecay(),
        c.excludedFromAdaptation());
  }
}
