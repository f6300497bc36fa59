package dev.largo.optim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.optim.golden.Golden;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A growing rate does to a scale-invariant loss what weight decay does. */
class ExponentialGrowthTest {
  /** The golden files' README: 1e-12, relative to the vector. */
  private static final double RELATIVE = 1e-12;

  /** A factory that aborts leaves no trace in the report; this one shows as skipped. */
  @Test
  void goldenFilesAreThere() {
    assertFalse(Golden.read("exp_lr_equivalence.json").get("cases").isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> growingRateRetracesTheRunWithWeightDecay() {
    JsonNode cases = Golden.read("exp_lr_equivalence.json").get("cases");
    assertFalse(cases.isEmpty());
    return Stream.iterate(0, i -> i < cases.size(), i -> i + 1)
        .map(cases::get)
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> retrace(c)));
  }

  private static void retrace(JsonNode c) {
    double momentum = c.get("momentum").asDouble();
    Schedule schedule =
        Schedule.exponentialGrowth(
            c.get("eta").asDouble(), c.get("weight_decay").asDouble(), momentum);
    double alpha = c.get("alpha").asDouble();
    double[] rates = Golden.numbers(c.get("exp_lr"));
    double[] u = Golden.numbers(c.get("w0"));
    double[] buffer =
        c.get("exp_initial_momentum_buffer").isNull()
            ? new double[u.length]
            : Golden.numbers(c.get("exp_initial_momentum_buffer"));
    for (int t = 0; t < rates.length; t++) {
      assertEquals(rates[t], schedule.rate(t), RELATIVE * rates[t]);
      double[] decayed = Golden.numbers(c.get("w_constant_lr_wd").get(t));
      double scale = norm(decayed);
      for (int i = 0; i < u.length; i++) {
        assertEquals(decayed[i], Math.pow(alpha, t) * u[i], RELATIVE * scale, "step " + t);
      }
      double[] gradient = gradient(c, u);
      for (int i = 0; i < u.length; i++) {
        buffer[i] = momentum * buffer[i] + gradient[i];
        u[i] -= schedule.rate(t) * buffer[i];
      }
    }
    assertTrue(rates.length > 10);
  }

  /** Of 0.5 |A w/|w| - b|^2: (I - v v^T) A^T (A v - b) / |w| with v = w/|w|. */
  private static double[] gradient(JsonNode c, double[] w) {
    double[] a = Golden.numbers(c.get("A").get("data"));
    double[] b = Golden.numbers(c.get("b"));
    double length = norm(w);
    double[] pulled = new double[w.length];
    for (int row = 0; row < b.length; row++) {
      double residual = -b[row];
      for (int i = 0; i < w.length; i++) {
        residual += a[row * w.length + i] * w[i] / length;
      }
      for (int i = 0; i < w.length; i++) {
        pulled[i] += a[row * w.length + i] * residual;
      }
    }
    double along = 0;
    for (int i = 0; i < w.length; i++) {
      along += pulled[i] * w[i] / length;
    }
    double[] gradient = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      gradient[i] = (pulled[i] - along * w[i] / length) / length;
    }
    return gradient;
  }

  @Test
  void decayTooStrongForAGrowingRateIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Schedule.exponentialGrowth(0.1, 0.03, 0.9));
    assertThrows(IllegalArgumentException.class, () -> Schedule.exponentialGrowth(1, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> Schedule.exponentialGrowth(0.1, 0.01, 1));
  }

  /** There both roots are sqrt(momentum), and rounding must not make them complex. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99})
  void largestDecayThatIsAllowedHasARate(double momentum) {
    double most = Math.pow(1 - Math.sqrt(momentum), 2);
    for (double rate : new double[] {1, 0.1, 0.3, 3}) {
      double decay = most / rate;
      while (decay * rate > most) {
        decay = Math.nextDown(decay);
      }
      Schedule schedule = Schedule.exponentialGrowth(rate, decay, momentum);

      assertEquals(rate / Math.sqrt(momentum), schedule.rate(0), 1e-6 * schedule.rate(0));
      assertEquals(schedule.rate(0) / momentum, schedule.rate(1), 1e-6 * schedule.rate(1));
      assertFalse(schedule.describe().contains("NaN"));
    }
  }

  @Test
  void rateThatHasOutgrownFloat32IsAnError() {
    Schedule growth = Schedule.exponentialGrowth(0.1, 0.1, 0);
    Schedule exponential = Schedule.exponential(1, 2, 1);

    assertTrue(growth.rate(4000) < Float.MAX_VALUE);
    assertEquals(
        "the rate has grown beyond float32 at step 40000: Infinity",
        assertThrows(IllegalStateException.class, () -> growth.rate(40_000)).getMessage());
    assertEquals(0x1p127, exponential.rate(127));
    assertThrows(IllegalStateException.class, () -> exponential.rate(128));
  }

  private static double norm(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v * v;
    }
    return Math.sqrt(sum);
  }
}
