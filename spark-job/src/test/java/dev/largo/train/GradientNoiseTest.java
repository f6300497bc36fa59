package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.noise.NoiseEstimate;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class GradientNoiseTest {
  private static final int GLOBAL = 16;
  private static final int MICRO = 4;
  private static final int RANKS = GLOBAL / MICRO;

  @TempDir Path directory;

  /** Squared norm of a gradient over weights and biases: the two running statistics come last. */
  private static double square(float[] gradient) {
    double sum = 0;
    for (int i = 0; i < gradient.length - 2; i++) {
      sum += (double) gradient[i] * gradient[i];
    }
    return sum;
  }

  @Test
  void microBatchesSquaresAreThoseOfTheirGradients() throws Exception {
    TrainingPlan plan = Plans.of(16, 4, Ranks.TRAINING, "metrics.layers-every=2 steps");
    ParameterLayout layout = SoftmaxEngine.layout(BlobSource.SHAPE, Ranks.CLASSES);

    for (int rank = 0; rank < RANKS; rank++) {
      try (Worker worker = new Ranks(plan, RANKS).worker(rank)) {
        float[] zero = new float[layout.size()];
        assertNull(worker.computeShare(3, 1, zero).squares());
        GradientShare plain = worker.computeShare(2, 1, zero);
        double expected = square(plain.sums().nodes().get(0).vector());
        assertArrayEquals(new double[] {expected}, plain.squares(), 1e-12 * expected);
        double[] scaled = worker.computeShare(2, 8, zero).squares();
        assertArrayEquals(new double[] {expected}, scaled, 1e-6 * expected);
      }
    }
  }

  /** Of 7 micro-batches of 4, by appendix A.1 of McCandlish et al. 2018. */
  @Test
  void estimateComesFromTheMeanGradientsOfBothSizes() {
    TrainingPlan plan = Plans.of(28, 4, Ranks.TRAINING);
    RecordingMonitor monitor = new RecordingMonitor();
    StepReporter reporter = new StepReporter(plan, monitor);
    // Sums over 4 samples: mean gradients of squared norm 3 at 4 samples, and of 2.25 at 28.
    double squares = 7 * 3.0 * 4 * 4;

    reporter.finish(
        1,
        0.1,
        null,
        new StepWork(28, squares, 0, 0, false, 0, 0, 0, "", List.of()),
        new StepUpdate(1.5, List.of(), List.of(), false));

    NoiseEstimate noise = monitor.steps.get(0).noise();
    assertNotNull(noise);
    assertEquals((28 * 2.25 - 4 * 3) / 24, noise.gradientSquare(), 1e-12);
    assertEquals((3 - 2.25) / (1 / 4.0 - 1 / 28.0), noise.traceSigma(), 1e-12);
  }

  private List<@Nullable NoiseEstimate> noise(int worldSize, String... overrides) throws Exception {
    TestRun run = new TestRun(directory.resolve("run-" + worldSize), worldSize, overrides);
    run.train(0, Long.MAX_VALUE);
    return run.monitor.steps.stream().<@Nullable NoiseEstimate>map(StepRecord::noise).toList();
  }

  @Test
  void stepsThatAreAskedForHaveTheSameNoiseForAnyWorldSize() throws Exception {
    List<@Nullable NoiseEstimate> alone = noise(1, "metrics.layers-every=4 steps");

    assertEquals(40, alone.size());
    for (int step = 1; step <= alone.size(); step++) {
      assertEquals(step == 1 || step % 4 == 0, alone.get(step - 1) != null, "step " + step);
    }
    NoiseEstimate last = alone.get(39);
    assertNotNull(last);
    assertTrue(last.traceSigma() > 0, last::toString);
    for (int worldSize = 2; worldSize <= 3; worldSize++) {
      assertEquals(alone, noise(worldSize, "metrics.layers-every=4 steps"));
    }
  }

  @Test
  void singleMicroBatchTellsNothingOfNoise() throws Exception {
    List<@Nullable NoiseEstimate> noise =
        noise(1, "metrics.layers-every=1 steps", "batch={global=28,micro=28}");

    assertTrue(noise.stream().allMatch(estimate -> estimate == null));
  }
}
