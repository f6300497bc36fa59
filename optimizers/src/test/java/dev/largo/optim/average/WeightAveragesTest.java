package dev.largo.optim.average;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.optim.golden.Golden;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightAveragesTest {
  /** Half a unit in the last place of the float32 that the float64 average is rounded to. */
  private static final double FLOAT32 = Math.scalb(1.0, -24);

  @Test
  void exponentialAveragesFollowThePublicOnes() {
    JsonNode golden = Golden.read("swa_ema.json");
    for (JsonNode ema : golden.get("ema")) {
      double decay = ema.get("decay").asDouble();
      assertFollows(
          golden, ema.get("first_init"), SnapshotWeight.exponentialFromFirst(decay), n -> 1);
      assertFollows(
          golden, ema.get("zero_init_debiased"), SnapshotWeight.exponential(decay), n -> 1);
      // The biased one is the same average before its correction.
      assertFollows(
          golden,
          ema.get("zero_init_biased"),
          SnapshotWeight.exponential(decay),
          n -> 1 - Math.pow(decay, n));
    }
    JsonNode rampUp = golden.get("ema_tf_num_updates");
    double decay = rampUp.get("decay").asDouble();
    assertFollows(golden, rampUp, SnapshotWeight.exponentialRampUp(decay), n -> 1);
    double[] decays = Golden.numbers(rampUp.get("decays"));
    for (int n = 2; n <= decays.length; n++) {
      double weight = SnapshotWeight.exponentialRampUp(decay).of(n);
      assertEquals(1 - decays[n - 1], weight, 1e-13);
    }
  }

  /** The golden files' README: 1e-13, of the largest element. */
  private static void assertWeightsFollow(
      JsonNode golden, JsonNode expected, SnapshotWeight weight, Bias bias) {
    double[] mean = new double[golden.get("snapshots").get(0).size()];
    for (int n = 1; n <= golden.get("snapshots").size(); n++) {
      double[] snapshot = Golden.numbers(golden.get("snapshots").get(n - 1));
      double[] values = Golden.numbers(expected.get("after_each").get(n - 1));
      double largest = DoubleStream.of(values).map(Math::abs).max().orElseThrow();
      for (int i = 0; i < mean.length; i++) {
        mean[i] += weight.of(n) * (snapshot[i] - mean[i]);
        assertEquals(values[i], mean[i] * bias.of(n), 1e-13 * largest, "snapshot " + n);
      }
    }
  }

  @Test
  void equalWeightsFollowThePublicRunningMean() {
    JsonNode golden = Golden.read("swa_ema.json");
    assertWeightsFollow(golden, golden.get("swa"), SnapshotWeight.equal(), n -> 1);
  }

  private interface Bias {
    double of(int n);
  }

  private static void assertFollows(
      JsonNode golden, JsonNode expected, SnapshotWeight weight, Bias bias) {
    assertWeightsFollow(golden, expected, weight, bias);
    JsonNode snapshots = golden.get("snapshots");
    int length = snapshots.get(0).size();
    RunningAverage average = new RunningAverage(length, weight);
    for (int n = 1; n <= snapshots.size(); n++) {
      average.add(floats(Golden.numbers(snapshots.get(n - 1))), 0);
      double[] values = Golden.numbers(expected.get("after_each").get(n - 1));
      float[] actual = value(average, length);
      for (int i = 0; i < length; i++) {
        double tolerance = 1.01 * FLOAT32 * Math.abs(values[i]) + 1e-13;
        assertEquals(values[i], actual[i] * bias.of(n), tolerance, "snapshot " + n);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.9, 0.999, 0.99999})
  void exponentialAverageStaysWithinOnePartInAMillionOfFloat64(double decay) {
    int length = 20;
    SplittableRandom random = new SplittableRandom(4);
    RunningAverage average = new RunningAverage(length, SnapshotWeight.exponential(decay));
    double[] biased = new double[length];
    float[] parameters = new float[length];
    int snapshots = 100_000;
    for (int n = 0; n < snapshots; n++) {
      for (int i = 0; i < length; i++) {
        parameters[i] = (float) (i - 8.5 + 1e-5 * n + random.nextDouble(-1, 1));
        biased[i] = decay * biased[i] + (1 - decay) * parameters[i];
      }
      average.add(parameters, 0);
    }

    float[] actual = value(average, length);
    for (int i = 0; i < length; i++) {
      double expected = biased[i] / (1 - Math.pow(decay, snapshots));
      assertEquals(expected, actual[i], 1e-6 * Math.abs(expected));
    }
  }

  @Test
  void lastAverageIsTheMeanOfTheLastOnes() {
    LastAverage average = new LastAverage(2, 3);
    float[][] snapshots = {{1, 9}, {2, 8}, {6, 7}, {4, 3}, {5, 5}};
    float[][] expected = {{1, 9}, {1.5f, 8.5f}, {3, 8}, {4, 6}, {5, 5}};
    for (int n = 0; n < snapshots.length; n++) {
      average.add(snapshots[n], 0);
      assertArrayEquals(expected[n], value(average, 2));
    }
    assertEquals(5, average.count());
  }

  @Test
  void slicesAndAResumeGiveTheSameBits() {
    SplittableRandom random = new SplittableRandom(6);
    LastAverage whole = new LastAverage(50, 4);
    LastAverage left = new LastAverage(17, 4);
    LastAverage right = new LastAverage(33, 4);
    for (int n = 0; n < 10; n++) {
      float[] snapshot = new float[50];
      for (int i = 0; i < 50; i++) {
        snapshot[i] = (float) random.nextDouble(-1, 1);
      }
      whole.add(snapshot, 0);
      left.add(snapshot, 0);
      right.add(snapshot, 17);
      if (n == 5) {
        Map<String, float[]> saved = new HashMap<>();
        right.state().forEach((name, values) -> saved.put(name, values.clone()));
        long count = right.count();
        right = new LastAverage(33, 4);
        right.restore(WeightAverage.STATE_VERSION, count, saved);
      }
    }
    float[] joined = new float[50];
    left.copyTo(joined, 0);
    right.copyTo(joined, 17);
    assertArrayEquals(value(whole, 50), joined);
  }

  /** Sums of a few float32 of like size are exact in float64. */
  @Test
  void runsAreAveragedWhateverTheirOrder() {
    SplittableRandom random = new SplittableRandom(8);
    int length = 200;
    List<float[]> runs = new ArrayList<>();
    for (int run = 0; run < 7; run++) {
      float[] weights = new float[length];
      for (int i = 0; i < length; i++) {
        weights[i] = (float) Math.scalb(random.nextDouble(-1, 1), random.nextInt(-10, 3));
      }
      runs.add(weights);
    }
    float[] mean = RunsAverage.of(runs);
    for (int i = 0; i < length; i++) {
      double sum = 0;
      for (float[] weights : runs) {
        sum += weights[i];
      }
      assertEquals((float) (sum / 7), mean[i]);
    }
    for (int order = 0; order < 50; order++) {
      Collections.shuffle(runs, new Random(order));
      assertArrayEquals(mean, RunsAverage.of(runs));
    }
  }

  @Test
  void runsMustBeThereAndOfOneLength() {
    assertThrows(IllegalArgumentException.class, () -> RunsAverage.of(List.of()));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> RunsAverage.of(List.of(new float[2], new float[3])))
            .getMessage();
    assertEquals("run 1 has 3 parameters, the first has 2", message);
  }

  @Test
  void snapshotsThatAreNotFiniteAreRefused() {
    for (WeightAverage average :
        List.of(new RunningAverage(2, SnapshotWeight.equal()), new LastAverage(2, 3))) {
      average.add(new float[] {9, 1, 2}, 1);
      for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
        String message =
            assertThrows(
                    IllegalArgumentException.class, () -> average.add(new float[] {1, 1, bad}, 1))
                .getMessage();
        assertEquals("an average takes finite parameters only: " + bad + " at 2", message);
      }
      average.add(new float[] {Float.NaN, 3, 2}, 1);

      assertEquals(2, average.count());
      assertArrayEquals(new float[] {2, 2}, value(average, 2));
    }
    assertThrows(
        IllegalArgumentException.class, () -> RunsAverage.of(List.of(new float[] {Float.NaN})));
  }

  @Test
  void weightsAreShares() {
    for (double decay : new double[] {0, 0.5, 0.9999}) {
      for (SnapshotWeight weight :
          List.of(
              SnapshotWeight.equal(),
              SnapshotWeight.exponential(decay),
              SnapshotWeight.exponentialFromFirst(decay),
              SnapshotWeight.exponentialRampUp(decay))) {
        assertEquals(1, weight.of(1), 1e-12);
        for (long n = 2; n < 1000; n++) {
          assertTrue(weight.of(n) > 0 && weight.of(n) <= 1);
        }
      }
    }
    assertThrows(IllegalArgumentException.class, () -> SnapshotWeight.exponential(1));
    assertThrows(IllegalArgumentException.class, () -> new LastAverage(3, 0));
    assertThrows(IllegalStateException.class, () -> new LastAverage(3, 1).copyTo(new float[3], 0));
  }

  private static float[] value(WeightAverage average, int length) {
    float[] value = new float[length];
    average.copyTo(value, 0);
    return value;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
