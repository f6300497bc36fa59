package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.collective.HalfRounding;
import dev.largo.collective.SharedMemoryGroup;
import dev.largo.config.ConfigLoader;
import dev.largo.config.WireFormat;
import dev.largo.optim.NonFinitePolicy;
import dev.largo.optim.Optimizer;
import dev.largo.optim.Parallel;
import dev.largo.optim.StepContext.Detail;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.train.PoisonedEngine.Poison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, and the parameter server, with aggregation.wire = fp16. */
@Timeout(120)
final class HalfWireTest {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long BAD_STEP = 13;

  @TempDir Path directory;

  private TestRun run(String name, int worldSize, String... overrides) {
    String[] all = Arrays.copyOf(overrides, overrides.length + 1);
    all[overrides.length] = "aggregation.wire=fp16";
    return new TestRun(directory.resolve(name), worldSize, all);
  }

  private static float[] halves(float[] values) {
    float[] halves = values.clone();
    assertEquals(0, HalfRounding.round(halves, 0, halves.length));
    return halves;
  }

  @Test
  void runIsTheSameBitForBitForAnyWorldSize() throws Exception {
    TestRun alone = run("1", 1);
    float[] expected = alone.train(0, NEVER);
    assertTrue(alone.monitor.steps.get(39).loss() < alone.monitor.steps.get(0).loss(), "it learns");
    assertFalse(Arrays.equals(expected, halves(expected)), "parameters stay in fp32");
    assertFalse(
        Arrays.equals(expected, new TestRun(directory.resolve("fp32"), 1).train(0, NEVER)),
        "the wire's format is felt");

    for (int worldSize = 2; worldSize <= 5; worldSize++) {
      TestRun run = run("" + worldSize, worldSize);
      assertArrayEquals(expected, run.train(0, NEVER), "world size " + worldSize);
      assertEquals(alone.monitor.evaluations, run.monitor.evaluations);
      assertEquals(alone.monitor.layers, run.monitor.layers);
    }
  }

  @Test
  void resumedRunEndsAsTheUninterruptedOne() throws Exception {
    TestRun whole = run("whole", 2);
    float[] expected = whole.train(0, NEVER);

    TestRun stopped = run("stopped", 3);
    float[] at21 = stopped.train(0, 21);
    float[][] model = new float[1][];
    TestRun again =
        run("again", 1)
            .writing(
                (vector, out) -> {
                  model[0] = vector.clone();
                  out.write(TestRun.bytes(vector));
                });
    again.train(0, 21);
    assertArrayEquals(at21, model[0], "a checkpoint's model is exact");
    TestRun resumed = run("stopped", 2);

    assertArrayEquals(expected, resumed.train(21, NEVER));
    List<EvaluationRecord> evaluations = new ArrayList<>(stopped.monitor.evaluations);
    evaluations.addAll(resumed.monitor.evaluations);
    assertEquals(whole.monitor.evaluations, evaluations);
  }

  @Test
  void overflowIsSaidInOneLineWithWhatWouldHelp() {
    for (int worldSize = 1; worldSize <= 3; worldSize++) {
      TestRun run = run("over-" + worldSize, worldSize).poisoned(Poison.LARGE, BAD_STEP, 4);

      DivergedException e = assertThrows(DivergedException.class, () -> run.train(0, NEVER));

      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith("training diverged at step 13: loss "), message);
      assertTrue(
          message.endsWith(
              "; numbers that overflowed aggregation.wire = fp16: 1; set it to fp32,"
                  + " or optimizer.non-finite = skip to pass such steps over"),
          message);
      assertFalse(message.contains("\n"), message);
    }
  }

  @Test
  void largeGradientIsNoTroubleInFp32() throws Exception {
    TestRun run = new TestRun(directory.resolve("fp32"), 2).poisoned(Poison.LARGE, BAD_STEP, 4);

    run.train(0, 14);

    assertFalse(run.monitor.steps.get(12).skipped());
  }

  @Test
  void stepThatOverflowedIsSkippedWhereThatIsAsked() throws Exception {
    String skip = "optimizer.non-finite=skip";
    TestRun alone = run("alone", 1, skip).poisoned(Poison.LARGE, BAD_STEP, 4);
    float[] expected = alone.train(0, NEVER);

    assertEquals(
        List.of(BAD_STEP),
        alone.monitor.steps.stream().filter(StepRecord::skipped).map(StepRecord::step).toList());
    TestRun three = run("three", 3, skip).poisoned(Poison.LARGE, BAD_STEP, 4);
    assertArrayEquals(expected, three.train(0, NEVER));
  }

  private static ParameterServer server(float[] parameters, WireFormat wire) {
    int size = parameters.length;
    ParameterLayout layout =
        new ParameterLayout(List.of(new Segment("w", "w", Role.WEIGHT, 0, size, List.of(size))));
    var config =
        ConfigLoader.load(
                "test",
                "largo { name = a, data.format = synthetic, model.name = lenet }",
                List.of("optimizer={name=sgd,trust-coefficient=null,weight-decay=0}"))
            .optimizer();
    return new ParameterServer(
        layout,
        SharedMemoryGroup.solo(),
        new Optimizer(
            Recipe.optimizer(config, 10),
            layout,
            Slice.whole(layout),
            Parallel.SERIAL,
            NonFinitePolicy.SKIP),
        parameters,
        wire);
  }

  /** What is lost in a half's last place would stop every small update. */
  @Test
  void smallUpdatesAddUpInTheExactParameters() {
    ParameterServer server = server(new float[] {1, 1.0001f}, WireFormat.FP16);
    assertArrayEquals(new float[] {1, 1}, server.parameters());
    assertArrayEquals(new float[] {1, 1.0001f}, server.exactParameters());

    for (int step = 0; step < 64; step++) {
      Arrays.fill(server.gradient(), -1);
      server.update(0x1p-14, 1, Detail.GLOBAL, 1, 1);
      assertArrayEquals(halves(server.exactParameters()), server.parameters());
    }

    assertEquals(1 + 64 * 0x1p-14f, server.exactParameters()[0]);
    assertEquals(1 + 64 * 0x1p-14f, server.parameters()[0]);
    float[] before = server.exactParameters().clone();
    server.gradient()[1] = Float.NaN;
    server.update(0.1, 1, Detail.GLOBAL, 1, 1);
    assertArrayEquals(before, server.exactParameters(), "a skipped step changes nothing");
    assertArrayEquals(halves(before), server.parameters());
  }

  @Test
  void parametersAreNotCopiedInFp32() {
    float[] parameters = {1, 1.0001f};
    ParameterServer server = server(parameters, WireFormat.FP32);

    assertEquals(parameters, server.parameters());
    assertEquals(parameters, server.exactParameters());
    assertNotEquals(1, parameters[1]);
  }

  @Test
  void firstParametersBeyondAllHalvesAreRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> server(new float[] {1, 7e4f}, WireFormat.FP16));

    assertEquals(
        "1 of the first parameters do not fit fp16; aggregation.wire = fp32 holds them",
        e.getMessage());
  }
}
