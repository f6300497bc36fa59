package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.train.PoisonedEngine.Poison;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class LossScalingTest {
  private static final long NEVER = Long.MAX_VALUE;

  @TempDir Path directory;

  private TestRun run(String name, int worldSize, Poison poison) {
    return new TestRun(
            directory.resolve(name),
            worldSize,
            "engine.precision=fp16",
            "engine.emulate=true",
            "engine.loss-scale.initial=1048576",
            "engine.loss-scale.growth-steps=6")
        .poisoned(poison, 13, 4);
  }

  private static List<Double> scales(TestRun run) {
    return run.monitor.steps.stream().map(s -> Objects.requireNonNull(s.lossScale())).toList();
  }

  @Test
  void backsOffUntilGradientsFitAndGrowsAgain() throws Exception {
    TestRun run = run("run", 1, Poison.HALF_RANGE);

    float[] parameters = run.train(0, NEVER);

    List<StepRecord> steps = run.monitor.steps;
    assertEquals(1048576.0, scales(run).get(0));
    assertTrue(steps.get(0).skipped(), "gradients of some units times 2^20 do not fit");
    boolean grew = false;
    for (int i = 1; i < steps.size(); i++) {
      double ratio = scales(run).get(i) / scales(run).get(i - 1);
      assertEquals(steps.get(i - 1).skipped(), ratio == 0.5);
      assertTrue(ratio == 0.5 || ratio == 1 || ratio == 2, "ratio " + ratio);
      grew |= ratio == 2;
    }
    assertTrue(grew);
    assertTrue(steps.get(39).loss() < 0.5 * steps.get(0).loss());
    for (float p : parameters) {
      assertTrue(Float.isFinite(p));
    }
  }

  @Test
  void isTheSameForAnyWorldSizeAndAfterAResume() throws Exception {
    TestRun alone = run("alone", 1, Poison.HALF_RANGE);
    float[] expected = alone.train(0, NEVER);

    TestRun three = run("three", 3, Poison.HALF_RANGE);
    assertArrayEquals(expected, three.train(0, NEVER));
    assertEquals(scales(alone), scales(three));

    run("stopped", 2, Poison.HALF_RANGE).train(0, 21);
    TestRun resumed = run("stopped", 3, Poison.HALF_RANGE);
    assertArrayEquals(expected, resumed.train(21, NEVER));
    assertEquals(scales(alone).subList(21, 40), scales(resumed));
  }

  @Test
  void powersOfTwoChangeNothingWhereNothingOverflows() throws Exception {
    float[] plain = new TestRun(directory.resolve("plain"), 1).train(0, NEVER);

    assertArrayEquals(plain, run("scaled", 1, Poison.NOTHING).train(0, NEVER));
  }

  @Test
  void endsTheRunWhereNoScaleHelps() {
    TestRun run =
        new TestRun(
                directory.resolve("bad"),
                2,
                "engine.precision=bf16",
                "engine.emulate=true",
                "engine.loss-scale.initial=1")
            .poisoned(Poison.GRADIENT, 13, 4);

    DivergedException e = assertThrows(DivergedException.class, () -> run.train(0, NEVER));

    assertEquals(
        "training diverged at step 13: a gradient is not finite even at the least loss scale",
        e.getMessage());
  }

  @Test
  void float32HasNone() throws Exception {
    TestRun run = new TestRun(directory.resolve("fp32"), 1);
    run.train(0, 3);

    assertNull(run.monitor.steps.get(0).lossScale());
  }
}
