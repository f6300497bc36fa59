package dev.largo.optim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.optim.golden.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
          Map.entry("swa_cyclical_paper", GoldenSchedulesTest::cyclical),
          Map.entry(
              "exponential_torch",
              c -> steps(Schedule.exponential(d(c, "base_lr"), d(c, "gamma"), 1))),
          Map.entry("exponential_optax_staircase", c -> steps(delayedStairs(c))),
          Map.entry("lars_poly2_tpu", GoldenSchedulesTest::larsTpu),
          Map.entry(
              "noam_opennmt",
              c -> {
                Schedule noam =
                    Schedule.inverseSquareRoot(
                        d(c, "factor"), l(c, "model_size"), l(c, "warmup_steps"));
                return x -> noam.rate(x.asLong() - 1);
              }),
          Map.entry(
              "inverse_time_chainer",
              c -> steps(Schedule.inverseTime(d(c, "init"), d(c, "gamma"), d(c, "power")))),
          Map.entry(
              "akiba_slow_start",
              c ->
                  steps(
                      Schedule.slowStart(
                          0.1 * l(c, "n_workers") * l(c, "batch_per_worker") / 256, 1))),
          Map.entry(
              "swa_constant_timgaripov",
              c -> steps(Schedule.swaTail(d(c, "lr_init"), d(c, "swa_lr"), l(c, "swa_start")))),
          Map.entry(
              "swalr_torch_cos",
              c -> steps(Schedule.cosine(d(c, "base_lr"), d(c, "swa_lr"), l(c, "anneal_epochs")))),
          Map.entry(
              "clr_triangular",
              c -> steps(Schedule.triangular(d(c, "base_lr"), d(c, "max_lr"), l(c, "step_size")))),
          Map.entry(
              "clr_triangular2",
              c ->
                  steps(
                      Schedule.triangularHalving(
                          d(c, "base_lr"), d(c, "max_lr"), l(c, "step_size")))),
          Map.entry("li_arora_exponential", c -> steps(growth(c))),
          Map.entry("li_arora_exponential_momentum", c -> steps(growth(c))));

  /** Cases of rates that follow what is observed. */
  private static final Map<String, Function<JsonNode, double[]>> OBSERVED =
      Map.of(
          "plateau_torch", GoldenSchedulesTest::plateau,
          "resnet110_warmup", GoldenSchedulesTest::errorGated);

  /** A factory that aborts leaves no trace in the report; this one shows as skipped. */
  @Test
  void goldenFilesAreThere() {
    assertFalse(Golden.read("schedules.json").get("cases").isEmpty());
  }

  /** Every normative case has its test, so that none is left out silently. */
  @TestFactory
  Stream<DynamicTest> scheduleAgrees() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode golden : Golden.read("schedules.json").get("cases")) {
      if (golden.get("role").asText().equals("normative")) {
        String name = golden.get("name").asText();
        tests.add(DynamicTest.dynamicTest(name, () -> compare(name, golden)));
      }
    }
    assertFalse(tests.isEmpty());
    return tests.stream();
  }

  private static void compare(String name, JsonNode golden) {
    double[] expected = Golden.numbers(golden.get("lr"));
    assertTrue(expected.length > 1);
    double[] actual = actual(name, golden, expected.length);
    for (int i = 0; i < expected.length; i++) {
      double tolerance = Math.max(ABSOLUTE, RELATIVE * Math.abs(expected[i]));
      assertEquals(expected[i], actual[i], tolerance, "at " + golden.get("x").get(i));
    }
  }

  private static double[] actual(String name, JsonNode golden, int points) {
    Function<JsonNode, double[]> observed = OBSERVED.get(name);
    if (observed != null) {
      return observed.apply(golden);
    }
    Recipe recipe = RECIPES.get(name);
    assertNotNull(recipe, "no schedule for the normative case " + name);
    Rate rate = recipe.of(golden.get("hyperparameters"));
    double[] actual = new double[points];
    for (int i = 0; i < points; i++) {
      actual[i] = rate.at(golden.get("x").get(i));
    }
    return actual;
  }

  /** lr[0] is the rate at the start, lr[t] that after the metric t - 1. */
  private static double[] plateau(JsonNode golden) {
    JsonNode c = golden.get("hyperparameters");
    AdaptiveRate rate =
        AdaptiveRate.onPlateau(
            new PlateauSpec(
                d(c, "base_lr"),
                d(c, "factor"),
                l(c, "patience"),
                d(c, "threshold"),
                l(c, "cooldown"),
                d(c, "min_lr")));
    double[] rates = new double[golden.get("lr").size()];
    rates[0] = rate.rate();
    for (int t = 1; t < rates.length; t++) {
      rate.observe(golden.get("extra").get("metric").get(t - 1).asDouble());
      rates[t] = rate.rate();
    }
    return rates;
  }

  private static double[] errorGated(JsonNode golden) {
    JsonNode c = golden.get("hyperparameters");
    AdaptiveRate rate =
        AdaptiveRate.untilErrorBelow(d(c, "threshold"), d(c, "lr_warm"), d(c, "lr"));
    double[] rates = new double[golden.get("lr").size()];
    for (int t = 0; t < rates.length; t++) {
      rates[t] = rate.rate();
      rate.observe(golden.get("extra").get("train_error").get(t).asDouble());
    }
    return rates;
  }

  private static Schedule delayedStairs(JsonNode c) {
    return Schedule.constant(d(c, "init_value"))
        .then(
            l(c, "transition_begin"),
            Schedule.exponentialStairs(
                d(c, "init_value"),
                d(c, "decay_rate"),
                l(c, "transition_steps"),
                d(c, "end_value")));
  }

  /** Its warm-up ends by the rounded steps of an epoch, its decay begins by the exact ones. */
  private static Rate larsTpu(JsonNode c) {
    double peak = d(c, "peak_lr");
    long warmup = l(c, "warmup_epochs") * l(c, "steps_per_epoch_used");
    long exact = l(c, "warmup_epochs") * l(c, "images") / l(c, "batch");
    Schedule rise = Schedule.constant(peak).afterWarmup(0, warmup);
    Schedule fall =
        Schedule.polynomial(peak, d(c, "end_lr"), d(c, "power"), l(c, "train_steps") - exact + 1);
    return x ->
        x.asLong() <= warmup ? rise.rate(x.asLong()) : fall.rate(Math.max(1, x.asLong() - exact));
  }

  private static Schedule growth(JsonNode c) {
    return Schedule.exponentialGrowth(d(c, "eta"), d(c, "weight_decay"), d(c, "momentum"));
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
