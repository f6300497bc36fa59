package dev.largo.optim.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.optim.golden.Golden;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NoiseScaleTest {
  private static final double RELATIVE = 1e-12;
  private static final double RATIO = 1e-9;

  @Test
  void estimatesAgreeWithTheClosedForm() {
    JsonNode cases = Golden.read("noise_scale.json").get("cases");
    assertTrue(cases.size() > 1);
    for (JsonNode c : cases) {
      NoiseEstimate estimate =
          NoiseEstimate.of(
              c.get("b_small").asLong(),
              c.get("g_small_sq").asDouble(),
              c.get("b_big").asLong(),
              c.get("g_big_sq").asDouble());
      assertClose(c.get("g_sq_est"), estimate.gradientSquare(), RELATIVE);
      assertClose(c.get("trace_sigma_est"), estimate.traceSigma(), RELATIVE);
      assertClose(c.get("noise_scale"), estimate.noiseScale(), RATIO);
    }
  }

  @Test
  void streamAgreesWithThePublicEstimator() {
    JsonNode stream = Golden.read("noise_scale.json").get("stream");
    double beta = stream.get("beta").asDouble();
    int batches = stream.get("n_batches").asInt();
    NoiseScale scale = new NoiseScale(beta);
    JsonNode gradients = stream.get("small_batch_gradients");
    for (int u = 0; u < stream.get("updates").size(); u++) {
      double[] mean = new double[gradients.get(0).size()];
      double[] squares = new double[batches];
      for (int b = 0; b < batches; b++) {
        double[] small = Golden.numbers(gradients.get(u * batches + b));
        for (int i = 0; i < mean.length; i++) {
          mean[i] += small[i] / batches;
        }
        squares[b] = square(small);
      }
      long small = stream.get("b_small").asLong();
      long big = stream.get("b_big").asLong();
      scale.add(NoiseEstimate.of(small, squares[batches - 1], big, square(mean)));

      JsonNode expected = stream.get("updates").get(u);
      NoiseEstimate average = scale.average();
      double weight = 1 - Math.pow(beta, u + 1.0);
      assertClose(expected.get("ema_g_sq"), average.gradientSquare() * weight, RELATIVE);
      assertClose(expected.get("ema_trace_sigma"), average.traceSigma() * weight, RELATIVE);
      assertClose(expected.get("noise_scale"), average.noiseScale(), RATIO);

      double all = 0;
      for (double s : squares) {
        all += s / batches;
      }
      NoiseEstimate averaged = NoiseEstimate.of(small, all, big, square(mean));
      JsonNode variant = stream.get("averaged_variant").get(u);
      assertClose(variant.get("g_sq_est"), averaged.gradientSquare(), RELATIVE);
      assertClose(variant.get("trace_sigma_est"), averaged.traceSigma(), RELATIVE);
    }
  }

  /** Gradients drawn with a known mean and variance give them back. */
  @Test
  void averageFindsTheNoiseThatWasPutIn() {
    java.util.Random random = new java.util.Random(11);
    int dimensions = 20;
    double sigma = 2;
    NoiseScale scale = new NoiseScale(0.999);
    for (int step = 0; step < 20_000; step++) {
      double[] small = noisy(random, dimensions, sigma / Math.sqrt(8));
      double[] other = noisy(random, dimensions, sigma / Math.sqrt(24));
      double[] big = new double[dimensions];
      for (int i = 0; i < dimensions; i++) {
        big[i] = (small[i] * 8 + other[i] * 24) / 32;
      }
      scale.add(NoiseEstimate.of(8, square(small), 32, square(big)));
    }

    assertEquals(dimensions * 0.25, scale.average().gradientSquare(), 0.15);
    assertEquals(dimensions * sigma * sigma, scale.average().traceSigma(), 2);
    assertEquals(16, scale.average().noiseScale(), 0.7);
  }

  @Test
  void restoredScaleGoesOnWithTheSameBits() {
    SplittableRandom random = new SplittableRandom(2);
    NoiseScale whole = new NoiseScale(0.9);
    NoiseScale resumed = new NoiseScale(0.9);
    for (int i = 0; i < 10; i++) {
      NoiseEstimate estimate = new NoiseEstimate(random.nextDouble(), random.nextDouble());
      whole.add(estimate);
      if (i == 5) {
        resumed.restore(whole.state());
      } else if (i > 5) {
        resumed.add(estimate);
      }
    }
    assertArrayEquals(whole.state(), resumed.state());
    assertEquals(10, resumed.count());
  }

  @Test
  void badInputIsNamed() {
    assertThrows(IllegalArgumentException.class, () -> NoiseEstimate.of(0, 1, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> NoiseEstimate.of(4, 1, 4, 1));
    assertThrows(IllegalArgumentException.class, () -> NoiseEstimate.of(1, Double.NaN, 4, 1));
    assertThrows(IllegalArgumentException.class, () -> new NoiseScale(1));
    assertThrows(IllegalStateException.class, () -> new NoiseScale(0.5).average());
    assertThrows(IllegalArgumentException.class, () -> new NoiseScale(0.5).restore(new double[2]));
    for (double[] state :
        new double[][] {
          {Double.NaN, 1, 1}, {1, Double.POSITIVE_INFINITY, 1}, {1, 1, -1}, {1, 1, 0.5}
        }) {
      NoiseScale scale = new NoiseScale(0.5);
      assertThrows(IllegalArgumentException.class, () -> scale.restore(state));
      assertArrayEquals(new double[3], scale.state());
    }
  }

  private static double[] noisy(java.util.Random random, int dimensions, double deviation) {
    double[] values = new double[dimensions];
    for (int i = 0; i < dimensions; i++) {
      values[i] = 0.5 + deviation * random.nextGaussian();
    }
    return values;
  }

  private static double square(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v * v;
    }
    return sum;
  }

  private static void assertClose(JsonNode expected, double actual, double relative) {
    double value = expected.asDouble();
    assertEquals(value, actual, relative * Math.abs(value));
  }
}
