package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class SkippedStepsTest {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long BAD_STEP = 13;
  private static final String[] SKIPPING = {
    "optimizer={name=adam,trust-coefficient=null,non-finite=skip}", "schedule.base-lr=0.01"
  };

  @TempDir Path directory;

  private TestRun run(String name, int worldSize, Poison poison, String... more) {
    String[] overrides = Arrays.copyOf(SKIPPING, SKIPPING.length + more.length);
    System.arraycopy(more, 0, overrides, SKIPPING.length, more.length);
    return new TestRun(directory.resolve(name), worldSize, overrides).poisoned(poison, BAD_STEP, 4);
  }

  @ParameterizedTest
  @EnumSource(
      value = Poison.class,
      names = {"GRADIENT", "LOSS"})
  void oneBadMicroBatchCostsOneStepWhateverTheWorldSize(Poison poison) throws Exception {
    TestRun alone = run("alone", 1, poison);
    float[] expected = alone.train(0, NEVER);

    assertEquals(
        List.of(BAD_STEP),
        alone.monitor.steps.stream().filter(StepRecord::skipped).map(StepRecord::step).toList());
    assertEquals(40, alone.monitor.steps.size());
    assertTrue(
        alone.monitor.steps.get(39).loss() < alone.monitor.steps.get(0).loss(), "it still learns");
    for (int worldSize = 2; worldSize <= 4; worldSize++) {
      TestRun run = run("of-" + worldSize, worldSize, poison);
      assertArrayEquals(expected, run.train(0, NEVER), "world size " + worldSize);
      assertEquals(
          alone.monitor.steps.stream().map(StepRecord::skipped).toList(),
          run.monitor.steps.stream().map(StepRecord::skipped).toList());
      assertEquals(alone.monitor.evaluations, run.monitor.evaluations);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Poison.class,
      names = {"GRADIENT", "LOSS"})
  void skippedStepLeavesParametersAndStateBitForBit(Poison poison) throws Exception {
    run("state", 2, poison, "checkpoint={every=1 step,keep=40}").train(0, 14);

    Path checkpoints = directory.resolve("state/checkpoints");
    Path before = checkpoints.resolve("step-00000012");
    Path after = checkpoints.resolve("step-00000013");
    try (var files = Files.list(before)) {
      for (Path file : files.filter(f -> !f.endsWith("manifest.json")).toList()) {
        Path twin = after.resolve(before.relativize(file));
        assertArrayEquals(contents(file), contents(twin), file.toString());
      }
    }
    try (var files = Files.list(after)) {
      for (Path file : files.filter(SkippedStepsTest::isState).toList()) {
        assertEquals(12, state(file).counter("optimizer-updates"));
        assertEquals(
            poison == Poison.GRADIENT ? 1 : 0, state(file).counter("optimizer-non-finite-steps"));
      }
    }
  }

  /** A file's bytes; a state without the count of skipped steps. */
  private static byte[] contents(Path file) throws IOException {
    if (!isState(file)) {
      return Files.readAllBytes(file);
    }
    SliceState state = state(file);
    state.counters().remove("optimizer-non-finite-steps");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    state.write(bytes);
    return bytes.toByteArray();
  }

  private static boolean isState(Path file) {
    return String.valueOf(file.getFileName()).startsWith("state-");
  }

  private static SliceState state(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return SliceState.read(in);
    }
  }

  @Test
  void updatesAreCountedOnAfterAResume() throws Exception {
    float[] expected = run("whole", 1, Poison.GRADIENT).train(0, NEVER);

    run("stopped", 2, Poison.GRADIENT).train(0, 21);

    assertArrayEquals(expected, run("stopped", 3, Poison.GRADIENT).train(21, NEVER));
  }

  @Test
  void byDefaultTheRunEnds() {
    TestRun run = new TestRun(directory.resolve("fail"), 2).poisoned(Poison.GRADIENT, BAD_STEP, 4);

    DivergedException e = assertThrows(DivergedException.class, () -> run.train(0, NEVER));

    assertTrue(
        String.valueOf(e.getMessage()).startsWith("training diverged at step 13: loss "),
        e.getMessage());
  }

  /** Moments count updates, slow weights too, and the correction needs the last update's rate. */
  @ParameterizedTest
  @ValueSource(strings = {"adam", "radam", "momentum-corrected", "rmsprop-to-momentum"})
  void skippedStepIsAsIfItHadNeverBeen(String name) {
    float[] with = new float[7];
    float[] without = with.clone();
    ParameterServer skipping = server(name, with);
    ParameterServer plain = server(name, without);
    for (int step = 1; step <= 9; step++) {
      double rate = 0.1 / step;
      if (step == 1 || step == 6) {
        Arrays.fill(skipping.gradient(), Float.NaN);
        assertNotNull(skipping.update(rate, 1, Detail.LAYERS, 4, 2).skipped());
        continue;
      }
      for (ParameterServer server : List.of(skipping, plain)) {
        for (int i = 0; i < 7; i++) {
          server.gradient()[i] = (float) Math.sin(step * 7 + i);
        }
        assertNull(server.update(rate, 1, Detail.GLOBAL, 4, 2).skipped());
      }
    }

    assertEquals(7, skipping.updates());
    assertArrayEquals(without, with);
    plain
        .state()
        .forEach((vector, values) -> assertArrayEquals(values, skipping.state().get(vector)));
  }

  private static ParameterServer server(String name, float[] parameters) {
    ParameterLayout layout =
        new ParameterLayout(List.of(new Segment("w", "w", Role.WEIGHT, 0, 7, List.of(7))));
    var config =
        ConfigLoader.load(
                "test",
                "largo { name = a, data.format = synthetic, model.name = lenet }",
                List.of("optimizer={name=" + name + ",lookahead.steps=3,non-finite=skip}"))
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
        WireFormat.FP32);
  }
}
