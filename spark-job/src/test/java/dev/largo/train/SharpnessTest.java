package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.analyze.Sharpness;
import dev.largo.data.MicroBatch;
import dev.largo.data.MicroBatchPrefetcher;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.Score;
import dev.largo.optim.layout.ParameterLayout;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On softmax regression, whose loss is convex: what is worst in a box is one of its corners. */
@Timeout(60)
final class SharpnessTest {
  private static final double EPSILON = 1e-3;
  private static final ParameterLayout LAYOUT =
      SoftmaxEngine.layout(BlobSource.SHAPE, Ranks.CLASSES);

  private final TrainingPlan plan = Plans.of(16, 4, Ranks.TRAINING);

  private static float[] weights() {
    float[] weights = new float[LAYOUT.size()];
    Random random = new Random(5);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 0.3f * (float) random.nextGaussian();
    }
    return weights;
  }

  private Sharpness measure(int worldSize, double epsilon, int samples) throws Exception {
    return Sharpness.of(
        new Ranks(plan, worldSize), LAYOUT, weights(), epsilon, samples, 1, iteration -> {});
  }

  /** Mean loss of all training samples, and where asked its gradient. */
  private double loss(float[] weights, double[] gradient) throws Exception {
    double loss = 0;
    try (Worker worker = new Ranks(plan, 1).worker(0);
        MicroBatchPrefetcher batches =
            worker.plainTrainingBatches(
                worker.share(worker.batches(Ranks.TRAINING)), Ranks.TRAINING)) {
      worker.engine().setParameters(weights);
      for (int n = 0; n < worker.batches(Ranks.TRAINING); n++) {
        MicroBatch batch = batches.take();
        Score score = worker.engine().computeGradient(batch, 0);
        FloatBuffer vector = worker.engine().gradientVector();
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] += vector.get(i) / (double) Ranks.TRAINING;
        }
        loss += score.loss() / Ranks.TRAINING;
      }
    }
    return loss;
  }

  @Test
  void worstIsTheCornerThatTheGradientPointsTo() throws Exception {
    float[] weights = weights();
    double[] gradient = new double[LAYOUT.size()];
    double loss = loss(weights, gradient);
    int trained = Ranks.CLASSES * (BlobSource.SHAPE.values() + 1);
    float[] corner = weights.clone();
    for (int i = 0; i < trained; i++) {
      corner[i] += (float) (Math.signum(gradient[i]) * EPSILON * (1 + Math.abs(weights[i])));
    }
    double worst = loss(corner, new double[0]);

    Sharpness sharpness = measure(2, EPSILON, Ranks.TRAINING);

    assertEquals(loss, sharpness.loss(), 1e-9);
    assertEquals(Ranks.TRAINING, sharpness.samples());
    // In a box so small no other corner is worse, but for weights with hardly any slope.
    assertEquals(worst - loss, sharpness.worst() - loss, 1e-3 * (worst - loss));
    assertEquals(100 * (sharpness.worst() - loss) / (1 + loss), sharpness.percent(), 1e-9);
    assertTrue(sharpness.percent() > 0.05, () -> "" + sharpness);
  }

  /** What an engine gives for running statistics is no slope, however large it is. */
  @Test
  void runningStatisticsChangeNothing() throws Exception {
    Workforce junk =
        new Ranks(plan, 2) {
          @Override
          GradientEngine engine() {
            return new SoftmaxEngine(BlobSource.SHAPE, Ranks.CLASSES) {
              private float ofParameters;

              @Override
              public void setParameters(float[] values) {
                super.setParameters(values);
                ofParameters = 1e4f * values[0];
              }

              @Override
              public FloatBuffer gradientVector() {
                FloatBuffer gradient = super.gradientVector();
                return gradient
                    .put(LAYOUT.size() - 1, Float.NaN)
                    .put(LAYOUT.size() - 2, ofParameters);
              }
            };
          }
        };

    Sharpness sharpness =
        Sharpness.of(junk, LAYOUT, weights(), EPSILON, Ranks.TRAINING, 1, iteration -> {});

    assertEquals(measure(2, EPSILON, Ranks.TRAINING), sharpness);
  }

  @Test
  void lossThatIsNotFiniteIsNoMeasurement() throws Exception {
    float[] broken = weights();
    broken[3] = Float.NaN;
    float[] brink = weights();
    // In float32 the least of the box's steps already overflows.
    brink[3] = Float.MAX_VALUE;

    Sharpness none =
        Sharpness.of(
            new Ranks(plan, 1), LAYOUT, broken, EPSILON, Ranks.TRAINING, 1, iteration -> {});
    Sharpness outside =
        Sharpness.of(new Ranks(plan, 1), LAYOUT, brink, 1, Ranks.TRAINING, 1, iteration -> {});

    assertTrue(Double.isNaN(none.loss()) && Double.isNaN(none.percent()), none::toString);
    assertFalse(Double.isFinite(outside.percent()), outside::toString);
  }

  @Test
  void heapThatItTakesGrowsWithWorkersAndSamples() {
    assertEquals(36 * 8L * 1000 + 3 * 2 * 8L * 1000, Sharpness.driverBytes(1000, 1, 1));
    assertTrue(Sharpness.driverBytes(1000, 8, 63) > Sharpness.driverBytes(1000, 4, 63));
    assertTrue(Sharpness.driverBytes(25_600_000, 16, 40_000) > 100L << 30);
  }

  @Test
  void largerBoxIsWorseAndFewerSamplesAreFewer() throws Exception {
    Sharpness small = measure(1, EPSILON / 2, Ranks.TRAINING);
    Sharpness large = measure(1, EPSILON, 10);

    assertTrue(small.percent() < measure(1, EPSILON, Ranks.TRAINING).percent());
    assertEquals(10, large.samples());
    assertTrue(large.evaluations() >= 2 && large.evaluations() <= 200, () -> "" + large);
  }

  @Test
  void measureIsTheSameBitForBitForAnyWorldSize() throws Exception {
    List<Sharpness> all = new ArrayList<>();
    for (int worldSize : new int[] {1, 2, 3, 40}) {
      all.add(measure(worldSize, EPSILON, Ranks.TRAINING));
    }

    assertEquals(List.of(all.get(0), all.get(0), all.get(0), all.get(0)), all);
  }
}
