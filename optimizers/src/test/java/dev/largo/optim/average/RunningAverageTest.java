package dev.largo.optim.average;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.optim.golden.Golden;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RunningAverageTest {
  /** Half a unit in the last place of the float32 that the float64 average is rounded to. */
  private static final double FLOAT32 = Math.scalb(1.0, -24);

  @Test
  void followsThePublicRunningMean() {
    JsonNode golden = Golden.read("swa_ema.json");
    JsonNode snapshots = golden.get("snapshots");
    RunningAverage average = new RunningAverage(snapshots.get(0).size(), SnapshotWeight.equal());
    for (int n = 0; n < snapshots.size(); n++) {
      average.add(floats(Golden.numbers(snapshots.get(n))), 0);
      double[] expected = Golden.numbers(golden.get("swa").get("after_each").get(n));
      float[] actual = value(average, expected.length);
      for (int i = 0; i < expected.length; i++) {
        // Where snapshots cancel, the mean is the float64 rounding of values near 1.
        assertEquals(expected[i], actual[i], 1.01 * FLOAT32 * Math.abs(expected[i]) + 1e-15);
      }
    }
    assertEquals(8, average.count());
  }

  @Test
  void staysWithinOnePartInAMillionOfFloat64AfterAHundredThousandSnapshots() {
    int length = 50;
    int snapshots = 100_000;
    SplittableRandom random = new SplittableRandom(3);
    RunningAverage average = new RunningAverage(length, SnapshotWeight.equal());
    double[] sum = new double[length];
    float[] parameters = new float[length];
    for (int n = 0; n < snapshots; n++) {
      for (int i = 0; i < length; i++) {
        // A drift besides the noise: its increments are what float32 alone would lose.
        parameters[i] = (float) (i - 20 + 0.5 + 1e-5 * n + random.nextDouble(-1, 1));
        sum[i] += parameters[i];
      }
      average.add(parameters, 0);
    }

    float[] actual = value(average, length);
    for (int i = 0; i < length; i++) {
      double expected = sum[i] / snapshots;
      assertEquals(expected, actual[i], 1e-6 * Math.abs(expected));
      // In truth only the final rounding is left.
      assertEquals(expected, actual[i], 1.01 * FLOAT32 * Math.abs(expected));
    }
  }

  @Test
  void orderOfSnapshotsDoesNotMatter() {
    float[][] snapshots = random(40, 30);
    RunningAverage forward = new RunningAverage(30, SnapshotWeight.equal());
    RunningAverage backward = new RunningAverage(30, SnapshotWeight.equal());
    for (int n = 0; n < snapshots.length; n++) {
      forward.add(snapshots[n], 0);
      backward.add(snapshots[snapshots.length - 1 - n], 0);
    }

    assertArrayEquals(value(forward, 30), value(backward, 30), 1e-7f);
  }

  @Test
  void slicesGiveTheSameBits() {
    float[][] snapshots = random(20, 100);
    RunningAverage whole = new RunningAverage(100, SnapshotWeight.equal());
    RunningAverage left = new RunningAverage(37, SnapshotWeight.equal());
    RunningAverage none = new RunningAverage(0, SnapshotWeight.equal());
    RunningAverage right = new RunningAverage(63, SnapshotWeight.equal());
    for (float[] snapshot : snapshots) {
      whole.add(snapshot, 0);
      left.add(snapshot, 0);
      none.add(snapshot, 37);
      right.add(snapshot, 37);
    }

    float[] joined = new float[100];
    left.copyTo(joined, 0);
    none.copyTo(joined, 37);
    right.copyTo(joined, 37);
    assertArrayEquals(value(whole, 100), joined);
  }

  @Test
  void resumedAverageHasTheSameBits() {
    float[][] snapshots = random(30, 50);
    RunningAverage uninterrupted = new RunningAverage(50, SnapshotWeight.equal());
    RunningAverage before = new RunningAverage(50, SnapshotWeight.equal());
    for (int n = 0; n < 17; n++) {
      uninterrupted.add(snapshots[n], 0);
      before.add(snapshots[n], 0);
    }
    Map<String, float[]> saved = new HashMap<>();
    before.state().forEach((name, values) -> saved.put(name, values.clone()));

    RunningAverage after = new RunningAverage(50, SnapshotWeight.equal());
    after.restore(WeightAverage.STATE_VERSION, before.count(), saved);
    for (int n = 17; n < 30; n++) {
      uninterrupted.add(snapshots[n], 0);
      after.add(snapshots[n], 0);
    }

    uninterrupted.state().forEach((name, v) -> assertArrayEquals(v, after.state().get(name)));
    assertEquals(30, after.count());
  }

  @Test
  void badInputIsNamed() {
    RunningAverage average = new RunningAverage(4, SnapshotWeight.equal());

    assertEquals(
        "an average of no snapshots has no value",
        assertThrows(IllegalStateException.class, () -> average.copyTo(new float[4], 0))
            .getMessage());
    assertMessage(
        "no range of length 4 at offset 2 in parameters of length 5",
        () -> average.add(new float[5], 2));
    assertMessage(
        "no range of length 4 at offset -1 in parameters of length 5",
        () -> average.copyTo(new float[5], -1));
    assertMessage(
        "average state: got vectors [mean], expected [mean, remainder]",
        () -> average.restore(1, 1, Map.of("mean", new float[4])));
    assertMessage("count must be at least 0: -1", () -> average.restore(1, -1, average.state()));
    assertMessage(
        "average state: version 2, expected 1", () -> average.restore(2, 1, average.state()));
    assertEquals(0, average.count());
  }

  private static float[] value(RunningAverage average, int length) {
    float[] value = new float[length];
    average.copyTo(value, 0);
    return value;
  }

  private static float[][] random(int snapshots, int length) {
    SplittableRandom random = new SplittableRandom(5);
    float[][] values = new float[snapshots][length];
    for (float[] snapshot : values) {
      for (int i = 0; i < length; i++) {
        snapshot[i] = (float) random.nextDouble(-1, 1);
      }
    }
    return values;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static void assertMessage(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
