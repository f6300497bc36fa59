package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.config.AugmentConfig;
import dev.largo.data.BadSample;
import dev.largo.data.BadSampleLog;
import dev.largo.data.CutSource;
import dev.largo.data.MicroBatch;
import dev.largo.data.MicroBatchPrefetcher;
import dev.largo.data.Normalization;
import dev.largo.data.SampleSource;
import dev.largo.data.SkippingSource;
import dev.largo.engine.ActivationObserver;
import dev.largo.engine.Score;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WorkerTest {
  private static final int SAMPLES = 90;
  private static final int CLASSES = 3;

  private final TrainingPlan plan = Plans.of(16, 4, SAMPLES);

  /** Fails at its sixth gradient, half-way through the second step. */
  private static final class FailsOnce extends SoftmaxEngine {
    private int calls;

    FailsOnce() {
      super(BlobSource.SHAPE, CLASSES);
    }

    @Override
    public Score computeGradient(
        MicroBatch batch, long seed, double lossScale, ActivationObserver activations) {
      if (++calls == 6) {
        throw new IllegalStateException("once");
      }
      return super.computeGradient(batch, seed, lossScale, activations);
    }
  }

  private Worker worker(int rank, int worldSize, SoftmaxEngine engine) {
    TrainingData data = data(new BlobSource(SAMPLES, 1), new BadSampleLog(0));
    return new Worker(plan, rank, worldSize, engine.layout().size(), engine, data);
  }

  private static TrainingData data(SampleSource training, BadSampleLog log) {
    return new TrainingData(
        training,
        new BlobSource(30, 2),
        new Normalization(List.of(80.0), List.of(60.0)),
        AugmentConfig.of(1, true),
        1,
        log);
  }

  @Test
  void stepThatFailedHalfWayCanBeMadeAgain() throws Exception {
    float[] parameters = new float[SoftmaxEngine.layout(BlobSource.SHAPE, CLASSES).size()];
    try (Worker sound = worker(0, 1, new SoftmaxEngine(BlobSource.SHAPE, CLASSES));
        Worker failing = worker(0, 1, new FailsOnce())) {
      for (Worker worker : List.of(sound, failing)) {
        assertEquals(4, worker.computeShare(1, 1, parameters).losses().length);
      }
      assertThrows(IllegalStateException.class, () -> failing.computeShare(2, 1, parameters));

      for (long step = 2; step <= 4; step++) {
        GradientShare expected = sound.computeShare(step, 1, parameters);
        GradientShare actual = failing.computeShare(step, 1, parameters);
        assertArrayEquals(expected.losses(), actual.losses());
        assertArrayEquals(expected.sums().encode(), actual.sums().encode());
      }
    }
  }

  /** What it told may have been lost with the attempt that it took part in. */
  @Test
  void workerTellsOfBadSamplesThatAnEarlierOneOfTheProcessHasToldOf() throws Exception {
    BadSampleLog log = new BadSampleLog(5);
    TrainingData data =
        data(new SkippingSource(new CutSource(new BlobSource(SAMPLES, 1), 7), log), log);
    SoftmaxEngine engine = new SoftmaxEngine(BlobSource.SHAPE, CLASSES);
    float[] parameters = new float[engine.layout().size()];
    for (int attempt = 0; attempt < 2; attempt++) {
      try (Worker worker = new Worker(plan, 0, 1, parameters.length, engine, data)) {
        for (int step = 1; step <= 5; step++) {
          GradientShare unused = worker.computeShare(step, 1, parameters);
        }
        assertEquals(
            List.of("sample 7"),
            worker.newBadSamples().stream().map(BadSample::sample).toList(),
            "attempt " + attempt);
        assertEquals(List.of(), worker.newBadSamples());
        worker.tellAgain();
        assertEquals(1, worker.newBadSamples().size());
      }
    }
  }

  @Test
  void plainTrainingSamplesComeInOneShuffledOrderOverAllRanks() throws Exception {
    List<Integer> alone = plainLabels(1);

    assertEquals(alone, plainLabels(3));
    assertNotEquals(IntStream.range(0, 20).mapToObj(i -> i % CLASSES).toList(), alone);
    for (int label = 0; label < CLASSES; label++) {
      int times = Collections.frequency(alone, label);
      assertNotEquals(0, times, "every class is among the first samples");
    }
  }

  private List<Integer> plainLabels(int worldSize) throws Exception {
    List<Integer> labels = new ArrayList<>();
    for (int rank = 0; rank < worldSize; rank++) {
      try (Worker worker = worker(rank, worldSize, new SoftmaxEngine(BlobSource.SHAPE, CLASSES))) {
        Range numbers = worker.share(worker.batches(20));
        try (MicroBatchPrefetcher batches = worker.plainTrainingBatches(numbers, 20)) {
          for (int n = numbers.from(); n < numbers.to(); n++) {
            MicroBatch batch = batches.take();
            for (int i = 0; i < batch.count(); i++) {
              labels.add(batch.labels()[i]);
            }
          }
        }
      }
    }
    return labels;
  }
}
