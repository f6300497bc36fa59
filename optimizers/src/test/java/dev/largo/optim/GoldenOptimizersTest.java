package dev.largo.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.optim.StepContext.Detail;
import dev.largo.optim.golden.Golden;
import dev.largo.optim.golden.GoldenOptimizer;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.numeric.Vectors;
import dev.largo.optim.transform.GradientTransform;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The presets follow the trajectories of public implementations. */
class GoldenOptimizersTest {
  /** A factory that aborts leaves no trace in the report; this one shows as skipped. */
  @Test
  void goldenFilesAreThere() {
    assertFalse(Golden.names("optimizers").isEmpty());
  }

  /** Every normative file has a preset that follows it; one without a preset fails. */
  @TestFactory
  Stream<DynamicTest> presetFollowsNormativeTrajectory() {
    return Golden.names("optimizers").stream()
        .filter(name -> new GoldenOptimizer(name).isNormative())
        .map(name -> DynamicTest.dynamicTest(name, () -> follow(name)));
  }

  @Test
  void everyPresetIsChecked() {
    Assumptions.assumeFalse(Golden.elsewhere(), "another folder may hold a part of the cases");
    Set<String> normative =
        Golden.names("optimizers").stream()
            .filter(name -> new GoldenOptimizer(name).isNormative())
            .flatMap(name -> GoldenRecipes.preset(new GoldenOptimizer(name)).stream())
            .collect(Collectors.toSet());

    assertEquals(GoldenPresets.ALL.keySet(), normative);
  }

  /** The rule for folders whose cases have other names. */
  @Test
  void presetIsFoundByFamilyAndConstantsToo() {
    Assumptions.assumeFalse(Golden.elsewhere(), "cases of another folder may be settled by name");
    for (String name : Golden.names("optimizers")) {
      GoldenOptimizer golden = new GoldenOptimizer(name);
      if (golden.isNormative()) {
        String byName = GoldenRecipes.preset(golden).orElse("");
        GoldenOptimizer renamed = golden.renamed("case-7");
        String byFamily = GoldenRecipes.preset(renamed).orElse("");
        assertEquals(
            GoldenPresets.of(golden).map(GradientTransform::stages),
            GoldenPresets.of(renamed).map(GradientTransform::stages),
            byName + " is taken for " + byFamily);
      }
    }
  }

  /** The published form goes elsewhere, the documented deviation is the reason. */
  @TestFactory
  Stream<DynamicTest> informationalTrajectoryDiffersForTheDocumentedReason() {
    return Golden.names("optimizers").stream()
        .filter(name -> !new GoldenOptimizer(name).isNormative())
        .map(name -> DynamicTest.dynamicTest(name, () -> differ(name)));
  }

  private static void follow(String name) {
    GoldenOptimizer golden = new GoldenOptimizer(name);
    GradientTransform chain =
        GoldenPresets.of(golden)
            .orElseGet(() -> fail("normative, but no preset is known of " + golden.name()));
    run(golden, chain, true);
  }

  private static void differ(String name) {
    GoldenOptimizer golden = new GoldenOptimizer(name);
    Optional<GoldenDeviation> known = GoldenDeviation.of(golden);
    Assumptions.assumeTrue(
        known.isPresent() || !Golden.elsewhere(), "informational, of no documented deviation");
    GoldenDeviation deviation =
        known.orElseGet(() -> fail("no deviation is known of " + golden.name()));

    double published = run(golden, deviation.published(), false);
    double deviating = run(golden, deviation.deviating(), false);

    assertTrue(published > 1e-3, () -> "the published form is as close as " + published);
    assertTrue(deviating <= golden.tolerance(), () -> "scaled error " + deviating);
  }

  /** Runs all steps and returns the worst scaled error of the parameters. */
  private static double run(GoldenOptimizer golden, GradientTransform chain, boolean strict) {
    var layout = golden.problem().layout();
    Optimizer optimizer = new Optimizer(chain, layout, Slice.whole(layout));
    float[] parameters = golden.problem().initial();
    double[] rates = golden.learningRates();
    double worst = 0;
    for (int step = 1; step <= rates.length; step++) {
      double rate = rates[step - 1];
      StepSignals signals =
          optimizer.step(
              parameters,
              golden.problem().gradient(step),
              new StepContext(rate, Detail.LAYERS),
              LayerSums.LOCAL);
      if (strict) {
        assertSignals(golden, step, rate, signals);
      }
      if (strict) {
        assertNormsAfter(golden, step, parameters);
        assertSynchronized(golden, step, parameters, optimizer.state());
      }
      if (golden.recordedSteps().contains(step)) {
        if (strict) {
          assertParameters(golden, step, parameters);
        }
        worst = Math.max(worst, Collections.max(golden.scaledErrors(step, parameters).values()));
      }
    }
    return worst;
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

  private static void assertNormsAfter(GoldenOptimizer golden, int step, float[] parameters) {
    for (Segment segment : golden.problem().layout().segments()) {
      double norm = Math.sqrt(Vectors.sumOfSquares(parameters, segment.offset(), segment.end()));
      double expected = golden.step(step).get("weight_norm_after").get(segment.name()).asDouble();
      assertClose(expected, norm, 2 * golden.tolerance(), segment.name() + " after step " + step);
    }
  }

  /** Weights are the slow ones, up to the rounding of their subtraction, at these steps only. */
  private static void assertSynchronized(
      GoldenOptimizer golden, int step, float[] parameters, Map<String, float[]> state) {
    float[] slow = state.get("slow-weights");
    assertEquals(golden.has("k"), slow != null);
    if (slow == null) {
      return;
    }
    double apart = 0;
    for (int i = 0; i < slow.length; i++) {
      apart = Math.max(apart, Math.abs(parameters[i] - slow[i]) / (1 + Math.abs(slow[i])));
    }
    int now = step;
    boolean synchronizes = DoubleStream.of(golden.extra("sync_steps")).anyMatch(s -> s == now);
    assertEquals(synchronizes, apart < 1e-6, "slow weights are " + apart + " away, step " + step);
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
}
