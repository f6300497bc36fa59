package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class TrainerTest {
  private static final long NEVER = Long.MAX_VALUE;

  @TempDir Path directory;

  private TestRun run(String name, int worldSize, String... overrides) {
    return new TestRun(directory.resolve(name), worldSize, overrides);
  }

  @Test
  void runIsTheSameBitForBitForAnyWorldSize() throws Exception {
    TestRun alone = run("1", 1);
    float[] expected = alone.train(0, NEVER);
    assertTrue(alone.monitor.evaluations.get(0).top1() < 0.9, "the task is not trivial");

    for (int worldSize = 2; worldSize <= 7; worldSize++) {
      TestRun run = run("" + worldSize, worldSize);
      assertArrayEquals(expected, run.train(0, NEVER), "world size " + worldSize);
      assertEquals(alone.monitor.evaluations, run.monitor.evaluations);
      assertEquals(alone.monitor.layers, run.monitor.layers);
      assertEquals(losses(alone), losses(run));
    }
  }

  @Test
  void resumedRunEndsAsTheUninterruptedOne() throws Exception {
    TestRun whole = run("whole", 2);
    float[] expected = whole.train(0, NEVER);

    TestRun stopped = run("stopped", 3);
    stopped.train(0, 21);
    assertEquals(List.of(8L, 16L, 21L), stopped.monitor.checkpoints);
    TestRun resumed = run("stopped", 2);
    float[] actual = resumed.train(21, NEVER);

    assertArrayEquals(expected, actual);
    List<EvaluationRecord> evaluations = new ArrayList<>(stopped.monitor.evaluations);
    evaluations.addAll(resumed.monitor.evaluations);
    assertEquals(whole.monitor.evaluations, evaluations);
  }

  @Test
  void trainingStopsAtTheFirstEvaluationThatReachesItsTarget() throws Exception {
    TestRun whole = run("whole", 1, "averaging.swa.enabled=false");
    float[] unused = whole.train(0, NEVER);
    double target = whole.monitor.evaluations.get(2).top1();
    EvaluationRecord first =
        whole.monitor.evaluations.stream().filter(e -> e.top1() >= target).findFirst().get();
    String[] keys = {
      "averaging.swa.enabled=false", "stop.top1=" + target, "checkpoint.every=2 epochs"
    };

    TestRun stopped = run("stopped", 3, keys);
    float[] expected = stopped.train(0, NEVER);
    run("resumed", 2, keys).train(0, first.step() - 3);
    TestRun resumed = run("resumed", 3, keys);
    float[] actual = resumed.train(first.step() - 3, NEVER);

    assertTrue(first.step() < 40, "the target is met before the end");
    assertEquals(first, stopped.monitor.evaluations.get(stopped.monitor.evaluations.size() - 1));
    assertEquals(first.step(), stopped.checkpoints().newestGood(w -> {}).orElseThrow().step());
    assertArrayEquals(expected, actual);
    assertEquals(first.step(), resumed.checkpoints().newestGood(w -> {}).orElseThrow().step());
    assertArrayEquals(expected, run("stopped", 1, keys).train(first.step(), NEVER));
  }

  @Test
  void lastStepOfARunCanBeWithinAnEpoch() throws Exception {
    TestRun run = run("short", 2, "stop.steps=19", "averaging.swa.start-epoch=1");
    float[] unused = run.train(0, NEVER);

    assertEquals(19, run.monitor.steps.size());
    assertEquals(List.of(8L, 16L, 19L), run.monitor.checkpoints);
    double lastRate = run.monitor.steps.get(18).learningRate();
    assertTrue(lastRate < 0.05, "the schedule ends there too: " + lastRate);
  }

  /** Goyal's correction needs the rate of the step before: with it the two forms are one. */
  @Test
  void optimizerIsToldThePreviousRateAlsoAfterAResume() throws Exception {
    String rates = "schedule={base-lr=0.05,warmup.from=0.01}";
    float[] outside =
        run("outside", 1, "optimizer={name=momentum,trust-coefficient=null}", rates)
            .train(0, NEVER);
    String[] corrected = {"optimizer={name=momentum-corrected,trust-coefficient=null}", rates};
    run("corrected", 1, corrected).train(0, 11);
    float[] resumed = run("corrected", 1, corrected).train(11, NEVER);
    float[] uncorrected =
        run("inside", 1, "optimizer={name=momentum-rate-inside,trust-coefficient=null}", rates)
            .train(0, NEVER);

    assertArrayEquals(outside, resumed, 2e-5f);
    assertTrue(distance(outside, uncorrected) > 1e-3, "the rate hardly changes");
  }

  private static double distance(float[] a, float[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  @Test
  void evaluationThatFailedIsMadeAgainFromItsCheckpoint() throws Exception {
    TestRun whole = run("whole", 2);
    float[] expected = whole.train(0, NEVER);

    TestRun failing = run("failing", 2);
    failing.monitor.failAtEvaluation(24);
    assertThrows(IllegalStateException.class, () -> failing.train(0, NEVER));
    assertEquals(24, failing.checkpoints().newestGood(w -> {}).orElseThrow().step());
    TestRun resumed = run("failing", 2);

    assertArrayEquals(expected, resumed.train(24, NEVER));
    assertEquals(
        whole.monitor.evaluations.stream().filter(e -> e.step() >= 24).toList(),
        resumed.monitor.evaluations);
  }

  private static final String[] ALL_AVERAGES = {
    "averaging.ema={enabled=true,decay=[0.5,0.9],every=\"3 steps\"}",
    "averaging.polyak.enabled=true",
    "averaging.last-k={enabled=true,k=3,every=\"5 steps\"}",
    "evaluation.every=5 steps"
  };

  @Test
  void everyAverageIsEvaluatedUnderItsName() throws Exception {
    TestRun run = run("names", 2, ALL_AVERAGES);
    run.train(0, NEVER);

    assertEquals(
        List.of("checkpoint", "ema-0.5", "ema-0.9", "last-k", "polyak"),
        evaluationsAt(run, 5).stream().map(EvaluationRecord::weights).toList());
    List<EvaluationRecord> last = evaluationsAt(run, 40);
    assertEquals(
        List.of("checkpoint", "swa", "ema-0.5", "ema-0.9", "last-k", "polyak"),
        last.stream().map(EvaluationRecord::weights).toList());
    assertEquals(6, last.stream().map(EvaluationRecord::loss).distinct().count());
  }

  @Test
  void everyAverageIsTheSameBitForBitWhenResumed() throws Exception {
    TestRun whole = run("whole", 1, ALL_AVERAGES);
    float[] expected = whole.train(0, NEVER);

    TestRun stopped = run("stopped", 3, ALL_AVERAGES);
    stopped.train(0, 21);
    TestRun resumed = run("stopped", 2, ALL_AVERAGES);

    assertArrayEquals(expected, resumed.train(21, NEVER));
    List<EvaluationRecord> evaluations = new ArrayList<>(stopped.monitor.evaluations);
    evaluations.addAll(resumed.monitor.evaluations);
    assertEquals(whole.monitor.evaluations, evaluations);
  }

  @Test
  void rateThatFollowsTheEvaluationsIsTheSameBitForBitWhenResumed() throws Exception {
    String[] plateau = {
      "schedule.decay={kind=plateau,factor=0.5,patience=0,threshold=0.9}",
      "evaluation.every=5 steps",
      "checkpoint.every=5 steps"
    };
    TestRun whole = run("whole", 1, plateau);
    float[] expected = whole.train(0, NEVER);

    TestRun stopped = run("stopped", 3, plateau);
    stopped.train(0, 20);
    TestRun resumed = run("stopped", 2, plateau);

    // Step 20 was evaluated after its checkpoint: the resumed run has to observe it again.
    assertArrayEquals(expected, resumed.train(20, NEVER));
    List<Double> rates = new ArrayList<>(rates(stopped));
    rates.addAll(rates(resumed));
    assertEquals(rates(whole), rates);
    assertTrue(rates.get(39) < rates.get(20) && rates.get(20) < rates.get(9), rates::toString);
  }

  @Test
  void warmupWaitsForTheTrainingErrorAndIsResumed() throws Exception {
    String[] waiting = {
      "schedule.warmup={kind=until-error,epochs=4,from=0.05,error=0.4}",
      "optimizer={name=momentum,trust-coefficient=null}",
      "schedule.base-lr=0.1",
      "checkpoint.every=2 steps"
    };
    TestRun whole = run("whole", 1, waiting);
    float[] expected = whole.train(0, NEVER);
    List<StepRecord> steps = whole.monitor.steps;
    int first = 0;
    while (1 - steps.get(first).top1() >= 0.4) {
      first++;
    }
    assertTrue(first > 0 && first < 31, "the bound is met within the longest warm-up: " + first);
    for (int i = 0; i < steps.size(); i++) {
      double rate = steps.get(i).learningRate();
      assertTrue(i <= first ? rate == 0.05 : i >= 32 || rate == 0.1, "rate " + rate + " at " + i);
    }

    run("stopped", 2, waiting).train(0, first + 3);
    assertArrayEquals(expected, run("stopped", 3, waiting).train(first + 3, NEVER));
  }

  @Test
  void clippingIsTheSameBitForBitForAnyWorldSize() throws Exception {
    String[] unclipped = {
      "optimizer={name=momentum,trust-coefficient=null}", "schedule.base-lr=0.05"
    };
    List<String[]> clipped = new ArrayList<>();
    for (String clip :
        List.of(
            "max-gradient-norm=0.4",
            "max-layer-gradient-norm=0.3",
            "adaptive-clip={factor=0.1,except-layers=[]}")) {
      clipped.add(new String[] {unclipped[0], unclipped[1], "optimizer." + clip});
    }
    clipped.add(
        new String[] {
          unclipped[0],
          unclipped[1],
          "optimizer={max-gradient-norm=0.4,max-layer-gradient-norm=0.3,adaptive-clip.factor=0.1}"
        });
    Set<String> hashes = new HashSet<>();
    hashes.add(ParameterHash.sha256(run("plain", 1, unclipped).train(0, NEVER)));
    for (int i = 0; i < clipped.size(); i++) {
      float[] alone = run("alone-" + i, 1, clipped.get(i)).train(0, NEVER);
      hashes.add(ParameterHash.sha256(alone));
      for (int worldSize : List.of(2, 5)) {
        String name = "of-" + worldSize + "-" + i;
        assertArrayEquals(alone, run(name, worldSize, clipped.get(i)).train(0, NEVER), name);
      }
    }

    assertEquals(5, hashes.size(), "each of them does something of its own");
  }

  private static List<Double> rates(TestRun run) {
    return run.monitor.steps.stream().map(StepRecord::learningRate).toList();
  }

  private static List<EvaluationRecord> evaluationsAt(TestRun run, long step) {
    return run.monitor.evaluations.stream().filter(e -> e.step() == step).toList();
  }

  @Test
  void anotherSeedIsAnotherRun() throws Exception {
    assertNotEquals(
        ParameterHash.sha256(run("a", 1).train(0, NEVER)),
        ParameterHash.sha256(run("b", 1, "seed=2").train(0, NEVER)));
  }

  @Test
  void averageIsEvaluatedBesideTheCheckpointOnceItHasASample() throws Exception {
    TestRun run = run("swa", 2);
    run.train(0, NEVER);

    List<String> weights =
        run.monitor.evaluations.stream().map(e -> e.step() + " " + e.weights()).toList();
    assertEquals(
        List.of(
            "8 checkpoint",
            "16 checkpoint",
            "24 checkpoint",
            "24 swa",
            "32 checkpoint",
            "32 swa",
            "40 checkpoint",
            "40 swa"),
        weights);
    for (EvaluationRecord evaluation : run.monitor.evaluations) {
      assertEquals(50, evaluation.samples());
      assertTrue(evaluation.top5() == 1, "three classes are always among five");
    }
  }

  @Test
  void lossFallsAndEveryLayerHasAFiniteTrustRatio() throws Exception {
    TestRun run = run("loss", 2);
    run.train(0, NEVER);

    List<StepRecord> steps = run.monitor.steps;
    assertEquals(40, steps.size());
    assertTrue(steps.get(39).loss() < steps.get(0).loss(), () -> losses(run).toString());
    assertFalse(run.monitor.layers.isEmpty());
    for (LayerRecord layer : run.monitor.layers) {
      assertTrue(Double.isFinite(layer.trustRatio()) && layer.trustRatio() > 0, layer::toString);
    }
  }

  @Test
  void divergenceNamesStepAndLayerAndKeepsTheLastCheckpoint() throws Exception {
    TestRun run =
        run(
            "nan",
            2,
            "schedule.base-lr=1e38",
            "optimizer={name=sgd,trust-coefficient=null}",
            "schedule.warmup.epochs=2");

    DivergedException e = assertThrows(DivergedException.class, () -> run.train(0, NEVER));

    String message = String.valueOf(e.getMessage());
    assertTrue(message.matches("training diverged at step \\d+: .*out\\.[Wb].*"), message);
    assertTrue(run.checkpoints().newestGood(w -> {}).isEmpty());
  }

  @Test
  void onlyTheNewestCheckpointsStay() throws Exception {
    TestRun run = run("keep", 2);
    run.train(0, NEVER);

    try (var names = Files.list(directory.resolve("keep/checkpoints"))) {
      assertEquals(
          List.of("step-00000032", "step-00000040"),
          names.map(p -> p.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void alteredOrTornCheckpointIsPassedOver() throws Exception {
    TestRun run = run("torn", 2);
    run.train(0, NEVER);
    Path newest = directory.resolve("torn/checkpoints/step-00000040/model.zip");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);
    List<String> warnings = new ArrayList<>();

    Checkpoint good = run.checkpoints().newestGood(warnings::add).orElseThrow();

    assertEquals(32, good.step());
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("step 40"), warnings::toString);
    assertTrue(warnings.get(0).contains("model.zip"), warnings::toString);

    Files.delete(directory.resolve("torn/checkpoints/step-00000032/manifest.json"));
    assertTrue(run.checkpoints().newestGood(w -> {}).isEmpty());
  }

  @Test
  void badCheckpointsGiveWayToTheNextGoodOne() throws Exception {
    run("bad", 2, "checkpoint.keep=3").train(0, NEVER);
    Path checkpoints = directory.resolve("bad/checkpoints");
    for (String later : List.of("step-00000032", "step-00000040")) {
      Files.delete(checkpoints.resolve(later).resolve("manifest.json"));
    }
    Files.createDirectory(checkpoints.resolve(".step-00000033.draft"));

    TestRun resumed = run("bad", 2, "checkpoint.keep=1");
    assertEquals(24, resumed.checkpoints().newestGood(w -> {}).orElseThrow().step());
    resumed.train(24, 27);

    try (var names = Files.list(checkpoints)) {
      assertEquals(List.of("step-00000027"), names.map(p -> p.getFileName().toString()).toList());
    }
    assertEquals(27, resumed.checkpoints().newestGood(w -> {}).orElseThrow().step());
  }

  private static List<Double> losses(TestRun run) {
    return run.monitor.steps.stream().map(StepRecord::loss).toList();
  }
}
