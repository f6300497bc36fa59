package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.data.MicroBatch;
import dev.largo.data.MicroBatchPrefetcher;
import dev.largo.evaluate.DistributedEvaluator;
import dev.largo.evaluate.ModelVectors;
import dev.largo.evaluate.PredictionPass;
import dev.largo.evaluate.Predictions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PredictionPassTest {
  private static final int SAMPLES = Ranks.VALIDATION;

  private final TrainingPlan plan = Plans.of(16, 4, 90);

  private record Vectors(List<float[]> all) implements ModelVectors {
    private static final long serialVersionUID = 1L;

    @Override
    public int count() {
      return all.size();
    }

    @Override
    public float[] parameters(int model) {
      return all.get(model);
    }
  }

  private static float[] model(long seed) {
    float[] vector = new float[SoftmaxEngine.layout(BlobSource.SHAPE, Ranks.CLASSES).size()];
    Random random = new Random(seed);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = 0.2f * (float) random.nextGaussian();
    }
    return vector;
  }

  private final List<float[]> models = List.of(model(1), model(2), model(3));

  private double[] numbers(int worldSize, List<List<Integer>> ensembles) throws Exception {
    return new Ranks(plan, worldSize)
        .run(new PredictionPass(new Vectors(models), ensembles), models.get(0));
  }

  @Test
  void figuresAreThoseOfAnEvaluation() throws Exception {
    List<Predictions> all = Predictions.read(numbers(2, List.of()), models.size());

    for (int i = 0; i < models.size(); i++) {
      EvaluationRecord evaluation =
          new DistributedEvaluator()
              .evaluate(new Ranks(plan, 1), models.get(i), 1, 1, "checkpoint");
      assertEquals(evaluation.samples(), all.get(i).samples());
      assertEquals(evaluation.top1(), all.get(i).top1());
      assertEquals(evaluation.top5(), all.get(i).top5());
      // The sums are made in another order: 50 additions.
      assertEquals(evaluation.loss(), all.get(i).loss(), 50 * Math.ulp(evaluation.loss()));
    }
  }

  @Test
  void numbersAreTheSameForAnyWorldSize() throws Exception {
    List<List<Integer>> ensembles = List.of(List.of(0, 2));
    double[] alone = numbers(1, ensembles);

    assertEquals(SAMPLES * (1 + 4 * 4), alone.length);
    assertArrayEquals(alone, numbers(2, ensembles));
    assertArrayEquals(alone, numbers(3, ensembles));
    // More ranks than micro-batches.
    assertArrayEquals(alone, numbers(14, ensembles));
  }

  @Test
  void numbersAreTheSameHoweverManyMicroBatchesAreHeld() throws Exception {
    List<List<Integer>> ensembles = List.of(List.of(0, 2));
    double[] whole = numbers(1, ensembles);
    long twoMicroBatches = 9L * Float.BYTES * (BlobSource.SHAPE.values() + 4 * Ranks.CLASSES);

    for (long bytes : new long[] {1, twoMicroBatches}) {
      PredictionPass pass = new PredictionPass(new Vectors(models), ensembles, bytes);
      assertArrayEquals(whole, new Ranks(plan, 1).run(pass, models.get(0)));
    }
  }

  @Test
  void ensemblesProbabilitiesAreTheMeanOfItsMembers() throws Exception {
    List<Predictions> all =
        Predictions.read(numbers(2, List.of(List.of(0, 1, 2), List.of(1))), models.size() + 2);
    Predictions ensemble = all.get(3);

    int sample = 0;
    try (Worker worker = new Ranks(plan, 1).worker(0);
        MicroBatchPrefetcher batches =
            worker.validationBatches(worker.share(worker.batches(SAMPLES)))) {
      while (sample < SAMPLES) {
        MicroBatch batch = batches.take();
        double[] mean = new double[batch.count() * Ranks.CLASSES];
        for (float[] model : models) {
          worker.engine().setParameters(model);
          float[] probabilities = worker.engine().probabilities(batch);
          for (int i = 0; i < mean.length; i++) {
            mean[i] += (double) probabilities[i] / models.size();
          }
        }
        for (int n = 0; n < batch.count(); n++, sample++) {
          double[] row = Arrays.copyOfRange(mean, n * Ranks.CLASSES, (n + 1) * Ranks.CLASSES);
          assertEquals(row[ensemble.likeliest(sample)], ensemble.confidence(sample), 1e-7);
          assertEquals(Arrays.stream(row).max().orElseThrow(), ensemble.confidence(sample), 1e-7);
        }
      }
    }
    assertEquals(all.get(1).loss(), all.get(4).loss(), "of one member");
    assertEquals(all.get(1).top1(), all.get(4).top1());
  }

  @Test
  void modelThatGivesNoNumberTakesSamplesForNoClass() throws Exception {
    float[] broken = models.get(0).clone();
    Arrays.fill(broken, Float.NaN);
    PredictionPass pass = new PredictionPass(new Vectors(List.of(broken)), List.of());

    Predictions predictions = Predictions.read(new Ranks(plan, 2).run(pass, broken), 1).get(0);

    assertEquals(0, predictions.top1());
    assertEquals(-1, predictions.likeliest(7));
    assertEquals(Double.NaN, predictions.confidence(7));
    assertEquals(Double.NaN, predictions.loss());
  }
}
