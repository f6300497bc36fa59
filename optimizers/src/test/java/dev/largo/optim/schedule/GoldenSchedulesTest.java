package dev.largo.optim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.optim.golden.Golden;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Schedules agree with public implementations and printed formulas. */
class GoldenSchedulesTest {
  /** The tolerance that the golden files' README gives; a zero may come out as 1e-17. */
  private static final double RELATIVE = 1e-12;

  private static final double ABSOLUTE = 1e-16;

  /** A recorded case: from its constants to the rate at one of its points. */
  interface Recipe {
    Rate of(JsonNode constants);
  }

  /** The rate at a recorded point: a step, an epoch, a batch size, or [epoch, batch]. */
  interface Rate {
    double at(JsonNode x);
  }

  private static final Map<String, Recipe> RECIPES =
      Map.ofEntries(
          Map.entry(
              "step_torch",
              c -> steps(Schedule.stepDecay(d(c, "base_lr"), every(c), d(c, "gamma")))),
          Map.entry(
              "multistep_torch",
              c ->
                  steps(
                      Schedule.stepDecay(
                          d(c, "base_lr"), longs(c, "milestones", 0), d(c, "gamma")))),
          Map.entry(
              "poly2_torch",
              c ->
                  steps(
                      Schedule.polynomial(d(c, "base_lr"), 0, d(c, "power"), l(c, "total_iters")))),
          Map.entry(
              "cosine_torch",
              c -> steps(Schedule.cosine(d(c, "base_lr"), d(c, "eta_min"), l(c, "T_max")))),
          Map.entry("poly2_optax_endvalue", c -> steps(delayedPolynomial(c))),
          Map.entry("warmup_cosine_optax", c -> steps(warmupCosineOptax(c))),
          Map.entry("warmup_step_nvidia", c -> steps(warmupStepNvidia(c))),
          Map.entry("warmup_cosine_nvidia", c -> steps(warmupCosineNvidia(c))),
          Map.entry("goyal_warmup_32x", GoldenSchedulesTest::goyal),
          Map.entry("lars_poly2_mlperf_tf2", c -> steps(larsMlperf(c))),
          Map.entry("linear_scaling_rule", c -> scaling(BatchScaling.LINEAR, c)),
          Map.entry("sqrt_scaling_rule", c -> scaling(BatchScaling.SQRT, c)),
          Map.entry("swa_cyclical_paper", GoldenSchedulesTest::cyclical));

  /** A factory that aborts leaves no trace in the report; this one shows as skipped. */
  @Test
  void goldenFilesAreThere() {
    assertFalse(Golden.read("schedules.json").get("cases").isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> scheduleAgrees() {
    Map<String, JsonNode> cases = new HashMap<>();
    Golden.read("schedules.json").get("cases").forEach(c -> cases.put(c.get("name").asText(), c));
    if (!Golden.elsewhere()) {
      assertTrue(
          cases.keySet().containsAll(RECIPES.keySet()), "cases are missing: " + cases.keySet());
    }
    return RECIPES.keySet().stream()
        .filter(cases::containsKey)
        .sorted()
        .map(name -> DynamicTest.dynamicTest(name, () -> compare(name, cases)));
  }

  private static void compare(String name, Map<String, JsonNode> cases) {
    JsonNode golden = cases.getOrDefault(name, Golden.read("schedules.json"));
    Recipe recipe = RECIPES.getOrDefault(name, c -> x -> Double.NaN);
    Rate rate = recipe.of(golden.get("hyperparameters"));
    double[] expected = Golden.numbers(golden.get("lr"));
    assertTrue(expected.length > 1);
    for (int i = 0; i < expected.length; i++) {
      JsonNode x = golden.get("x").get(i);
      double tolerance = Math.max(ABSOLUTE, RELATIVE * Math.abs(expected[i]));
      assertEquals(expected[i], rate.at(x), tolerance, "at " + x);
    }
  }

  private static Rate steps(Schedule schedule) {
    return x -> schedule.rate(x.asLong());
  }

  private static List<Long> every(JsonNode c) {
    List<Long> milestones = new ArrayList<>();
    for (long k = 1; k <= 10; k++) {
      milestones.add(k * l(c, "step_size"));
    }
    return milestones;
  }

  private static Schedule delayedPolynomial(JsonNode c) {
    double peak = d(c, "init_value");
    return Schedule.constant(peak)
        .then(
            l(c, "transition_begin"),
            Schedule.polynomial(peak, d(c, "end_value"), d(c, "power"), l(c, "transition_steps")));
  }

  private static Schedule warmupCosineOptax(JsonNode c) {
    long warmup = l(c, "warmup_steps");
    return Schedule.cosine(d(c, "peak_value"), d(c, "end_value"), l(c, "decay_steps") - warmup)
        .afterWarmup(d(c, "init_value"), warmup);
  }

  /** Its first update is made at base/warmup, so it reaches the base one update before the end. */
  private static Schedule warmupStepNvidia(JsonNode c) {
    long warmup = l(c, "warmup_length");
    double base = d(c, "base_lr");
    return Schedule.stepDecay(base, longs(c, "steps", 1 - warmup), d(c, "decay_factor"))
        .afterWarmup(base / warmup, warmup - 1);
  }

  /** As above; the cosine begins after the whole warm-up. */
  private static Schedule warmupCosineNvidia(JsonNode c) {
    long warmup = l(c, "warmup_length");
    double base = d(c, "base_lr");
    return Schedule.constant(base)
        .afterWarmup(base / warmup, warmup - 1)
        .then(warmup, Schedule.cosine(base, d(c, "end_lr"), l(c, "epochs") - warmup));
  }

  /** Horovod's first update already has one increment. */
  private static Rate goyal(JsonNode c) {
    long stepsPerEpoch = l(c, "steps_per_epoch");
    long warmup = l(c, "warmup_epochs") * stepsPerEpoch;
    double base = d(c, "base_lr");
    double peak = base * d(c, "k");
    List<Long> milestones =
        Stream.of(30, 60, 80).map(epoch -> epoch * stepsPerEpoch - (warmup - 1)).toList();
    Schedule schedule =
        Schedule.stepDecay(peak, milestones, 0.1)
            .afterWarmup(base + (peak - base) / warmup, warmup - 1);
    return x -> schedule.rate(x.get(0).asLong() * stepsPerEpoch + x.get(1).asLong());
  }

  private static Schedule larsMlperf(JsonNode c) {
    long warmup = l(c, "warmup_steps");
    long decay = l(c, "train_steps") - warmup + 1;
    return Schedule.polynomial(d(c, "peak_lr"), d(c, "end_lr"), d(c, "power"), decay)
        .afterWarmup(0, warmup);
  }

  private static Rate scaling(BatchScaling scaling, JsonNode c) {
    return x -> d(c, "eta_ref") * scaling.factor(x.asInt(), (int) l(c, "batch_ref"));
  }

  private static Rate cyclical(JsonNode c) {
    Schedule schedule = Schedule.cyclical(d(c, "alpha1"), d(c, "alpha2"), l(c, "cycle"));
    return x -> schedule.rate(x.asLong() - 1);
  }

  private static double d(JsonNode constants, String name) {
    return constants.get(name).asDouble();
  }

  private static long l(JsonNode constants, String name) {
    return constants.get(name).asLong();
  }

  private static List<Long> longs(JsonNode constants, String name, long shift) {
    List<Long> values = new ArrayList<>();
    constants.get(name).forEach(value -> values.add(value.asLong() + shift));
    return values;
  }
}
