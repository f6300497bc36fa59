package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParameterAveragingTest {
  private static final long NEVER = Long.MAX_VALUE;
  private static final String MOMENTUM = "optimizer={name=momentum,trust-coefficient=null}";

  private static final String LAMB = "optimizer={name=lamb,trust-coefficient=null}";

  /** The models' share of a batch is the base batch. */
  private static final String RATE = "schedule={base-lr=0.1,base-batch=8}";

  @TempDir Path directory;

  private TestRun run(String name, int worldSize, String... overrides) {
    List<String> all = new ArrayList<>(List.of("batch={global=32,micro=4}"));
    all.addAll(List.of(overrides));
    return new TestRun(directory.resolve(name), worldSize, all.toArray(String[]::new));
  }

  private TestRun apart(String name, int worldSize, String every, String... overrides) {
    List<String> all =
        new ArrayList<>(
            List.of("aggregation={mode=parameter-averaging,models=4,every=\"" + every + "\"}"));
    all.addAll(List.of(overrides));
    return run(name, worldSize, all.toArray(String[]::new));
  }

  /** Momentum is linear in the gradients: the mean of four steps is the step of the mean. */
  @Test
  void averagedEveryStepItIsSynchronousTraining() throws Exception {
    TestRun together = run("together", 1, MOMENTUM, "schedule={base-lr=0.1,base-batch=32}");
    float[] expected = together.train(0, NEVER);
    TestRun apart = apart("apart", 2, "1 step", MOMENTUM, RATE);
    float[] actual = apart.train(0, NEVER);

    assertArrayEquals(expected, actual, 1e-5f);
    for (int i = 0; i < together.monitor.steps.size(); i++) {
      StepRecord one = together.monitor.steps.get(i);
      StepRecord other = apart.monitor.steps.get(i);
      assertEquals(one.loss(), other.loss(), 1e-5);
      assertEquals(one.top1(), other.top1(), 1e-9);
      assertEquals(one.learningRate(), other.learningRate(), 1e-12);
      assertEquals(one.globalBatch(), other.globalBatch());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void modelsAreTheSameWhoeverTrainsThem(int worldSize) throws Exception {
    String metrics = "metrics={layers-every=2 steps,histograms-every=1 step}";
    TestRun alone = apart("1", 1, "3 steps", metrics);
    float[] expected = alone.train(0, NEVER);
    TestRun run = apart("" + worldSize, worldSize, "3 steps", metrics);

    assertArrayEquals(expected, run.train(0, NEVER));
    assertEquals(alone.monitor.evaluations, run.monitor.evaluations);
    assertEquals(alone.monitor.layers, run.monitor.layers);
    assertEquals(alone.monitor.histograms, run.monitor.histograms);
    assertEquals(
        alone.monitor.steps.stream().map(ParameterAveragingTest::numbers).toList(),
        run.monitor.steps.stream().map(ParameterAveragingTest::numbers).toList());
    assertEquals(
        LongStream.rangeClosed(1, 35).boxed().toList(),
        run.monitor.steps.stream().map(StepRecord::step).toList());
  }

  /** Three micro-batches a model: the trees of their sums begin at odd numbers. */
  @Test
  void modelsOfThreeMicroBatchesAreToo() throws Exception {
    String[] all = {
      "batch={global=48,micro=4}",
      "aggregation={mode=parameter-averaging,models=4,every=\"2 steps\"}",
      "optimizer={name=ranger,momentum=null,trust-coefficient=null}",
      "schedule.decay={kind=plateau,patience=0,threshold=0.5}",
      "evaluation.every=3 steps"
    };
    TestRun alone = run("alone", 1, all);
    TestRun three = run("three", 3, all);

    assertArrayEquals(alone.train(0, NEVER), three.train(0, NEVER));
    assertEquals(alone.monitor.evaluations, three.monitor.evaluations);
    List<Double> rates =
        three.monitor.steps.stream().map(StepRecord::learningRate).distinct().toList();
    assertTrue(rates.size() > 3, "the plateau is seen");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void modelThatDivergesIsNamedAndReleasesTheOthers(int worldSize) {
    TestRun run =
        apart("diverging-" + worldSize, worldSize, "4 steps")
            .poisoned(PoisonedEngine.Poison.GRADIENT, 12, 5);

    Exception e = assertThrows(DivergedException.class, () -> run.train(0, NEVER));

    assertTrue(
        String.valueOf(e.getMessage()).startsWith("model 3: training diverged at step 12"),
        e::getMessage);
  }

  private static List<Double> numbers(StepRecord step) {
    return List.of(step.loss(), step.gradientNorm(), step.top1(), step.learningRate());
  }

  @Test
  void theLongerModelsAreApartTheFurtherTheyComeFromSynchronousTraining() throws Exception {
    float[] together =
        run("together", 1, MOMENTUM, "schedule={base-lr=0.1,base-batch=32}").train(0, NEVER);
    float[] two =
        apart("two", 1, "2 steps", MOMENTUM, RATE, "averaging.swa.every=1 epoch").train(0, NEVER);
    float[] seven =
        apart("seven", 1, "7 steps", MOMENTUM, RATE, "averaging.swa.every=1 epoch").train(0, NEVER);

    assertTrue(distance(together, two) > 1e-3, () -> "" + distance(together, two));
    assertTrue(distance(together, seven) > distance(together, two));
  }

  private static double distance(float[] one, float[] other) {
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      squares += (one[i] - other[i]) * (double) (one[i] - other[i]);
    }
    return Math.sqrt(squares);
  }

  @Test
  void stopWaitsForTheModelsToMeetAndTheRunIsResumedWithTheSameBits() throws Exception {
    TestRun whole = apart("whole", 2, "3 steps", LAMB);
    float[] expected = whole.train(0, NEVER);

    TestRun stopped = apart("stopped", 3, "3 steps", LAMB);
    stopped.train(0, 16);
    assertEquals(List.of(7L, 14L, 18L), stopped.monitor.checkpoints);
    TestRun resumed = apart("stopped", 1, "3 steps", LAMB);

    assertArrayEquals(expected, resumed.train(18, NEVER));
    assertArrayEquals(whole.stored.get("swa"), resumed.stored.get("swa"));
  }

  @Test
  void averageThatWouldKeepModelsTogetherIsRefused() {
    assertRefused("ema", "averaging.ema={enabled=true,decay=[0.5,0.9]}");
    assertRefused("last-k", "averaging.last-k={enabled=true,every=\"1 step\"}");
  }

  private void assertRefused(String key, String override) {
    TestRun run = apart(key, 1, "3 steps", override);

    Exception e = assertThrows(Exception.class, () -> run.train(0, NEVER));

    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith("averaging." + key + ".every = 1 step: the models"),
        e::getMessage);
  }
}
