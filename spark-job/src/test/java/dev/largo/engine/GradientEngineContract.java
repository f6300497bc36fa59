package dev.largo.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.data.SoftBatches;
import dev.largo.data.TeacherTargets;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every engine must hold; a test of one gives the engine of a network with batch norms. */
public abstract class GradientEngineContract {
  protected static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  protected static final int CLASSES = 10;

  /** A new engine of the network under test. */
  protected abstract GradientEngine engine() throws Exception;

  /** Parameters to start from. */
  protected abstract float[] parameters() throws Exception;

  @Test
  void gradientIsSummedOverTheSamples() throws Exception {
    try (GradientEngine engine = engine()) {
      engine.setParameters(parameters());
      double loss = engine.computeGradient(batch(8, 1), 1).loss();
      assertEquals(8 * Math.log(CLASSES), loss, 8 * 0.5);

      Segment bias =
          engine.layout().segments().stream()
              .filter(s -> s.role() == Role.BIAS)
              .reduce((first, last) -> last)
              .orElseThrow();
      float[] gradient = copy(engine);
      double sum = 0;
      for (int i = bias.offset(); i < bias.end(); i++) {
        sum += gradient[i];
        assertTrue(Math.abs(gradient[i]) < 8, "a bias of the output: sum of p - y");
      }
      assertEquals(0, sum, 1e-4, "p and y both sum to 1");
    }
  }

  @Test
  void countsWhatIsRightInTraining() throws Exception {
    try (GradientEngine engine = engine()) {
      float[] parameters = parameters();
      parameters[outputBias(engine).offset() + 3] = 100;
      engine.setParameters(parameters);
      MicroBatch batch = batch(24, 2);
      long threes = Arrays.stream(batch.labels()).filter(label -> label == 3).count();

      Score score = engine.computeGradient(batch, 1);

      assertTrue(threes > 0);
      assertEquals(threes, score.top1(), "all are taken for class 3");
      assertTrue(score.top5() >= score.top1() && score.top5() < 24);
      assertEquals(24, score.samples());
    }
  }

  /** Cross-entropy and its gradient are linear in the targets. */
  @Test
  void mixedTargetsGiveTheMixtureOfTheirGradients() throws Exception {
    try (GradientEngine engine = engine()) {
      engine.setParameters(parameters());
      MicroBatch batch = batch(8, 4);
      int[] labels = Arrays.copyOf(batch.labels(), 8);
      int[] others = Arrays.copyOf(batch(8, 5).labels(), 8);
      double loss = engine.computeGradient(batch, 1).loss();
      float[] gradient = copy(engine);
      System.arraycopy(others, 0, batch.labels(), 0, 8);
      double otherLoss = engine.computeGradient(batch, 1).loss();
      float[] otherGradient = copy(engine);
      System.arraycopy(labels, 0, batch.labels(), 0, 8);

      SoftBatches.mix(batch, others, 0.25f, 0);
      double mixedLoss = engine.computeGradient(batch, 1).loss();

      assertFalse(Arrays.equals(labels, others));
      assertEquals(0.75 * loss + 0.25 * otherLoss, mixedLoss, 1e-4 * Math.abs(loss));
      float[] mixed = copy(engine);
      double scale = 0;
      for (float value : gradient) {
        scale = Math.max(scale, Math.abs(value));
      }
      for (int i = 0; i < mixed.length; i++) {
        assertEquals(0.75 * gradient[i] + 0.25 * otherGradient[i], mixed[i], 1e-4 * scale);
      }
    }
  }

  /** At temperature 1 the loss is linear in what teachers say, as it is in the labels. */
  @Test
  void teachersThatAreCertainAreOtherLabels() throws Exception {
    try (GradientEngine engine = engine()) {
      engine.setParameters(parameters());
      MicroBatch batch = batch(8, 4);
      int[] others = Arrays.copyOf(batch(8, 5).labels(), 8);
      SoftBatches.mix(batch, others, 0.25f, 0);
      double mixedLoss = engine.computeGradient(batch, 1).loss();
      float[] mixed = copy(engine);
      SoftBatches.mix(batch, others, 0, 0);
      float[] certain = new float[8 * CLASSES];
      for (int i = 0; i < 8; i++) {
        certain[i * CLASSES + others[i]] = 1;
      }

      batch.teach(new TeacherTargets(certain, 1, 0.25));
      double loss = engine.computeGradient(batch, 1).loss();

      assertEquals(mixedLoss, loss, 1e-4 * mixedLoss);
      assertAlike(mixed, copy(engine));
    }
  }

  @Test
  void gradientWithTeachersIsTheSlopeOfTheLoss() throws Exception {
    try (GradientEngine engine = engine()) {
      MicroBatch batch = batch(8, 4);
      float[] probabilities = new float[8 * CLASSES];
      for (int i = 0; i < probabilities.length; i++) {
        probabilities[i] = (1 + i % CLASSES) / 55f; // 1 + ... + 10
      }
      batch.teach(new TeacherTargets(probabilities, 3, 0.7));
      float[] parameters = parameters();
      engine.setParameters(parameters);
      Score score = engine.computeGradient(batch, 1);
      float[] gradient = copy(engine);
      Segment bias = outputBias(engine);
      double h = 0.05;
      for (int c = bias.offset(); c < bias.end(); c++) {
        float at = parameters[c];
        parameters[c] = (float) (at + h);
        engine.setParameters(parameters);
        double above = engine.computeGradient(batch, 1).loss();
        parameters[c] = (float) (at - h);
        engine.setParameters(parameters);
        double below = engine.computeGradient(batch, 1).loss();
        parameters[c] = at;
        assertEquals((above - below) / (2 * h), gradient[c], 2e-3, "bias " + (c - bias.offset()));
      }
      // Near equal logits: 0.3 ln 10 + 0.7 * 9 * ln 10 a sample.
      assertEquals(8 * (0.3 + 0.7 * 9) * Math.log(CLASSES), score.loss(), 8 * 0.7);
      engine.setParameters(parameters);
      assertEquals(score, engine.computeGradient(batch, 1));
      assertArrayEquals(gradient, copy(engine));
    }
  }

  private static void assertAlike(float[] expected, float[] actual) {
    double scale = 0;
    for (float value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-4 * scale);
    }
  }

  @Test
  void smoothedLabelsPullTheOutputTowardsAllClasses() throws Exception {
    try (GradientEngine engine = engine()) {
      engine.setParameters(parameters());
      MicroBatch batch = batch(8, 4);
      double loss = engine.computeGradient(batch, 1).loss();
      Segment bias = outputBias(engine);
      float[] hard = copy(engine);
      long[] counts = new long[bias.length()];
      for (int i = 0; i < 8; i++) {
        counts[batch.labels()[i]]++;
      }

      SoftBatches.mix(batch, batch.labels(), 0, 0.2);
      double smoothed = engine.computeGradient(batch, 1).loss();

      assertNotEquals(loss, smoothed);
      float[] soft = copy(engine);
      for (int c = 0; c < bias.length(); c++) {
        double shift = 0.2 * counts[c] - 8 * 0.2 / bias.length();
        assertEquals(hard[bias.offset() + c] + shift, soft[bias.offset() + c], 1e-4);
      }
    }
  }

  private static Segment outputBias(GradientEngine engine) {
    return engine.layout().segments().stream()
        .filter(s -> s.role() == Role.BIAS)
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  @Test
  void sameCallsGiveTheSameBitsInAnyEngineAndThread() throws Exception {
    float[][] found = new float[2][];
    for (int i = 0; i < 2; i++) {
      int at = i;
      Thread thread =
          new Thread(
              () -> {
                try (GradientEngine engine = engine()) {
                  engine.setParameters(parameters());
                  double unused = engine.computeGradient(batch(4, 9), 5).loss();
                  assertTrue(unused > 0);
                  double loss = engine.computeGradient(batch(8, 1), 7).loss();
                  assertTrue(loss > 0);
                  found[at] = copy(engine);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      thread.start();
      thread.join();
    }

    assertArrayEquals(found[0], found[1]);
  }

  @Test
  void momentsAreThoseThatTheRunningStatisticsMoveTo() throws Exception {
    try (GradientEngine engine = engine()) {
      float[] parameters = parameters();
      RunningStatistics statistics = engine.runningStatistics();
      assertTrue(statistics.count() > 0);
      engine.setParameters(parameters);
      MicroBatch batch = batch(8, 3);
      double loss = engine.computeGradient(batch, 1).loss();
      assertTrue(loss > 0);
      float[] change = copy(engine);

      float[] refreshed = parameters.clone();
      statistics.put(engine.moments(batch), 8, refreshed);

      // DL4J's change is (1 - decay) (running - batch), with decay 0.9.
      for (RunningStatistics.Norm norm : statistics.norms()) {
        for (int start : new int[] {norm.mean(), norm.variance()}) {
          for (int i = start; i < start + norm.channels(); i++) {
            double expected = parameters[i] - change[i] / 0.1;
            assertEquals(expected, refreshed[i], 1e-4 * Math.max(1, Math.abs(expected)));
          }
        }
      }
    }
  }

  @Test
  void momentsLeaveTheEngineAsItWas() throws Exception {
    try (GradientEngine engine = engine()) {
      engine.setParameters(parameters());
      double loss = engine.computeGradient(batch(8, 3), 1).loss();
      float[] gradient = copy(engine);

      double[] moments = engine.moments(batch(8, 3));
      assertArrayEquals(moments, engine.moments(batch(8, 3)));
      assertEquals(loss, engine.computeGradient(batch(8, 3), 1).loss());
      assertArrayEquals(gradient, copy(engine));
    }
  }

  @Test
  void outputsOfTheLayersAreShownAndLookingOnChangesNothing() throws Exception {
    try (GradientEngine engine = engine()) {
      engine.setParameters(parameters());
      Score score = engine.computeGradient(batch(8, 3), 1);
      float[] gradient = copy(engine);
      Map<String, float[]> outputs = new LinkedHashMap<>();

      Score watched =
          engine.computeGradient(
              batch(8, 3),
              1,
              1,
              (layer, values) -> {
                float[] seen = new float[values.remaining()];
                values.get(seen);
                assertNull(outputs.put(layer, seen), layer);
              });

      assertEquals(score, watched);
      assertArrayEquals(gradient, copy(engine));
      assertTrue(outputs.size() > 10, () -> "" + outputs.keySet());
      Set<String> layers =
          engine.layout().segments().stream().map(Segment::layer).collect(Collectors.toSet());
      assertTrue(outputs.keySet().containsAll(layers), () -> layers + ": " + outputs.keySet());
      outputs.forEach((layer, values) -> assertEquals(0, values.length % 8, layer));
      assertTrue(outputs.values().stream().anyMatch(GradientEngineContract::isRectified));
      float[] logits = List.copyOf(outputs.values()).get(outputs.size() - 1);
      double loss = 0;
      for (int n = 0; n < 8; n++) {
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
          sum += Math.exp(logits[n * CLASSES + c]);
        }
        loss += Math.log(sum) - logits[n * CLASSES + batch(8, 3).labels()[n]];
      }
      assertEquals(score.loss(), loss, 1e-4 * loss, "the last ones are logits");
    }
  }

  private static boolean isRectified(float[] values) {
    long zeros = IntStream.range(0, values.length).filter(i -> values[i] == 0).count();
    return zeros > 0
        && zeros < values.length
        && IntStream.range(0, values.length).allMatch(i -> values[i] >= 0);
  }

  @Test
  void scoresCountEverySampleOfABatchOfAnySize() throws Exception {
    try (GradientEngine engine = engine()) {
      engine.setParameters(parameters());
      Score eight = engine.score(batch(8, 4));
      Score three = engine.score(batch(3, 4));

      assertEquals(8, eight.samples());
      assertEquals(3, three.samples());
      assertTrue(eight.top1() <= eight.top5() && eight.top5() <= 8);
      assertEquals(Math.log(CLASSES), eight.loss() / 8, 0.5);
    }
  }

  @Test
  void sizesMayChangeAsOftenAsTheyLike() throws Exception {
    try (GradientEngine engine = engine()) {
      engine.setParameters(parameters());
      double loss = engine.computeGradient(batch(8, 3), 1).loss();
      float[] gradient = copy(engine);
      double score = engine.score(batch(8, 4)).loss();
      for (int samples = 1; samples <= 7; samples++) {
        assertEquals(samples, engine.computeGradient(batch(samples, 5), 1).samples());
        assertEquals(samples, engine.score(batch(samples, 5)).samples());
      }
      assertEquals(score, engine.score(batch(8, 4)).loss());
      assertEquals(loss, engine.computeGradient(batch(8, 3), 1).loss());
      assertArrayEquals(gradient, copy(engine));
    }
  }

  @Test
  void parametersAreCopiedInAndTheirLengthChecked() throws Exception {
    try (GradientEngine engine = engine()) {
      float[] parameters = parameters();
      engine.setParameters(parameters);
      double before = engine.score(batch(8, 4)).loss();
      Arrays.fill(parameters, 0);
      assertEquals(before, engine.score(batch(8, 4)).loss());

      engine.setParameters(parameters);
      assertNotEquals(before, engine.score(batch(8, 4)).loss());
      assertThrows(IllegalArgumentException.class, () -> engine.setParameters(new float[3]));
    }
  }

  protected static float[] copy(GradientEngine engine) {
    FloatBuffer gradient = engine.gradientVector();
    float[] copy = new float[gradient.remaining()];
    gradient.get(copy);
    return copy;
  }

  protected static MicroBatch batch(int samples, long seed) throws IOException {
    return NoiseSource.batch(samples, SHAPE, CLASSES, seed);
  }
}
