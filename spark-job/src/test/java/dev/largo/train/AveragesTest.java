package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The averages of a run, recomputed in float64 from a checkpoint of every step. */
final class AveragesTest {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int STEPS = 40;
  private static final double TOLERANCE = 1e-6;

  @TempDir Path directory;

  @Test
  void averagesAreThoseOfTheSavedCheckpoints() throws Exception {
    TestRun run =
        new TestRun(
            directory.resolve("run"),
            3,
            "checkpoint={every=\"1 step\",keep=40}",
            "averaging.ema={enabled=true,decay=[0.5,0.99],every=\"3 steps\"}",
            "averaging.last-k={enabled=true,k=3,every=\"5 steps\"}",
            "averaging.polyak.enabled=true");
    run.train(0, NEVER);

    List<float[]> all = new ArrayList<>();
    for (int step = 1; step <= STEPS; step++) {
      all.add(run.weightsAt(step));
    }
    // The run's SWA starts after 16 steps.
    assertMean(run, "swa", every(all, 4, 20));
    assertMean(run, "polyak", all);
    assertMean(run, "last-k", every(all, 5, 30));
    assertExponential(run, "ema-0.5", 0.5, every(all, 3, 3));
    assertExponential(run, "ema-0.99", 0.99, every(all, 3, 3));
  }

  private static List<float[]> every(List<float[]> all, int interval, int first) {
    List<float[]> chosen = new ArrayList<>();
    for (int step = first; step <= all.size(); step += interval) {
      chosen.add(all.get(step - 1));
    }
    return chosen;
  }

  private static void assertMean(TestRun run, String name, List<float[]> samples) {
    double[] expected = new double[samples.get(0).length];
    for (float[] sample : samples) {
      for (int i = 0; i < expected.length; i++) {
        expected[i] += sample[i] / (double) samples.size();
      }
    }
    assertNear(expected, run.stored, name);
  }

  /** Started at zero, divided by the sum of its weights (Kingma and Ba 2015, section 3). */
  private static void assertExponential(
      TestRun run, String name, double decay, List<float[]> samples) {
    double[] expected = new double[samples.get(0).length];
    double weights = 0;
    for (float[] sample : samples) {
      weights = decay * weights + (1 - decay);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = decay * expected[i] + (1 - decay) * sample[i];
      }
    }
    for (int i = 0; i < expected.length; i++) {
      expected[i] /= weights;
    }
    assertNear(expected, run.stored, name);
  }

  private static void assertNear(double[] expected, Map<String, float[]> stored, String name) {
    float[] found = Objects.requireNonNull(stored.get(name), name);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], TOLERANCE * Math.max(1, Math.abs(expected[i])), name);
    }
  }
}
