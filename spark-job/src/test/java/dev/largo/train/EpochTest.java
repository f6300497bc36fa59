package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.largo.config.AugmentConfig;
import dev.largo.data.BadSampleLog;
import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.data.Normalization;
import dev.largo.data.SampleSource;
import dev.largo.engine.ActivationObserver;
import dev.largo.engine.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which samples the gradients of an epoch are of. */
final class EpochTest {
  private static final ImageShape SHAPE = new ImageShape(1, 2, 2);
  private static final int SAMPLES = 96;
  private static final int STEPS = 4;
  private static final TrainingPlan PLAN = Plans.of(24, 4, SAMPLES);

  /** Samples whose pixels are their numbers. */
  private record Numbered() implements SampleSource {
    @Override
    public int size() {
      return SAMPLES;
    }

    @Override
    public ImageShape shape() {
      return SHAPE;
    }

    @Override
    public List<String> classNames() {
      return List.of("a", "b");
    }

    @Override
    public int label(int index) {
      return index % 2;
    }

    @Override
    public int read(int index, byte[] pixels) {
      pixels[0] = (byte) index;
      return label(index);
    }

    @Override
    public int read(int index, Framing framing, byte[] pixels) {
      return read(index, pixels);
    }

    @Override
    public String fingerprint() {
      return "numbered";
    }
  }

  /** Writes down what it is given. */
  private static final class Listener extends SoftmaxEngine {
    private final List<Integer> seen = new ArrayList<>();

    Listener() {
      super(SHAPE, 2);
    }

    @Override
    public Score computeGradient(
        MicroBatch batch, long seed, double lossScale, ActivationObserver activations) {
      for (int i = 0; i < batch.count(); i++) {
        seen.add(Math.round(batch.features()[i * SHAPE.values()]));
      }
      return super.computeGradient(batch, seed, lossScale, activations);
    }
  }

  /** The samples of an epoch, step by step, in each the ranks' one after the other. */
  private static List<Integer> epoch(int worldSize, int epoch) throws Exception {
    List<List<Integer>> steps = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      steps.add(new ArrayList<>());
    }
    for (int rank = 0; rank < worldSize; rank++) {
      Listener engine = new Listener();
      TrainingData data =
          new TrainingData(
              new Numbered(),
              new Numbered(),
              new Normalization(List.of(0.0), List.of(1.0)),
              AugmentConfig.NONE,
              1,
              new BadSampleLog(0));
      float[] parameters = new float[engine.layout().size()];
      try (Worker worker = new Worker(PLAN, rank, worldSize, parameters.length, engine, data)) {
        for (int step = 0; step < STEPS; step++) {
          engine.seen.clear();
          assertEquals(
              engine.layout().size(),
              worker.computeShare(epoch * STEPS + step + 1, 1, parameters).sums().size());
          steps.get(step).addAll(engine.seen);
        }
      }
    }
    return steps.stream().flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void everySampleIsVisitedOnceInTheSameOrder(int worldSize) throws Exception {
    List<Integer> visited = epoch(worldSize, 0);

    assertEquals(IntStream.range(0, SAMPLES).boxed().toList(), visited.stream().sorted().toList());
    assertEquals(epoch(1, 0), visited);
    assertEquals(epoch(1, 1), epoch(worldSize, 1));
  }

  @Test
  void twoEpochsDiffer() throws Exception {
    assertNotEquals(epoch(2, 0), epoch(2, 1));
  }
}
