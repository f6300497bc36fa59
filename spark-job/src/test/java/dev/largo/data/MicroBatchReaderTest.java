package dev.largo.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.config.AugmentConfig;
import dev.largo.data.format.MemorySource;
import dev.largo.engine.NoiseSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MicroBatchReaderTest {
  private static final Normalization IDENTITY = new Normalization(List.of(0.0), List.of(1.0));
  private final SampleSource source = MemorySources.numbered(6);

  @Test
  void normalizesEachChannelWithItsConstants() throws IOException {
    SampleSource colored =
        new MemorySource(
            new ImageShape(2, 1, 1), List.of("a"), new byte[][] {{10, (byte) 200}}, new int[1]);
    Normalization normalization = new Normalization(List.of(8.0, 100.0), List.of(2.0, 50.0));
    MicroBatch batch = new MicroBatch(1, colored.shape());

    new MicroBatchReader(colored, normalization, AugmentConfig.NONE, 1, 1).readPlain(0, 1, batch);

    assertArrayEquals(new float[] {1, 2}, batch.features());
  }

  @Test
  void readsNaturalOrderAndGivenOrder() throws IOException {
    MicroBatchReader reader =
        new MicroBatchReader(source, IDENTITY, AugmentConfig.of(1, true), 1, 1);
    MicroBatch batch = new MicroBatch(3, source.shape());

    reader.readPlain(4, 2, batch);
    assertEquals(2, batch.count());
    assertArrayEquals(new float[] {40, 41, 42, 43, 50, 51, 52, 53}, head(batch));
    assertArrayEquals(new int[] {1, 2}, Arrays.copyOf(batch.labels(), 2));

    reader.readPlain(new int[] {5, 0, 3}, 1, 2, batch);
    assertArrayEquals(new float[] {0, 1, 2, 3, 30, 31, 32, 33}, head(batch));
    assertArrayEquals(new int[] {0, 0}, Arrays.copyOf(batch.labels(), 2));
  }

  @Test
  void augmentationDependsOnSeedEpochAndSampleOnly() throws IOException {
    float[] whole = train(1, 2, new int[] {0, 1, 2, 3, 4, 5});

    assertArrayEquals(
        Arrays.copyOfRange(whole, 12, 16), train(1, 2, new int[] {3}), "sample 3 alone");
    assertFalse(Arrays.equals(whole, train(1, 3, new int[] {0, 1, 2, 3, 4, 5})), "epoch");
    assertFalse(Arrays.equals(whole, train(2, 2, new int[] {0, 1, 2, 3, 4, 5})), "seed");
  }

  /** All 9 windows x 2 mirrorings of the image 50 51 / 52 53 in a border of 0, and no others. */
  @Test
  void cropsAndMirrorsEveryWay() throws IOException {
    Set<List<Float>> expected = new HashSet<>();
    float[][] padded = {{0, 0, 0, 0}, {0, 50, 51, 0}, {0, 52, 53, 0}, {0, 0, 0, 0}};
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 3; x++) {
        float[] top = padded[y];
        float[] bottom = padded[y + 1];
        expected.add(List.of(top[x], top[x + 1], bottom[x], bottom[x + 1]));
        expected.add(List.of(top[x + 1], top[x], bottom[x + 1], bottom[x]));
      }
    }

    Set<List<Float>> seen = new HashSet<>();
    for (int epoch = 0; epoch < 400; epoch++) {
      float[] values = train(1, epoch, new int[] {5});
      seen.add(List.of(values[0], values[1], values[2], values[3]));
    }

    assertEquals(expected, seen);
  }

  @Test
  void padsWithBlackBeforeNormalization() throws IOException {
    Normalization normalization = new Normalization(List.of(50.0), List.of(2.0));
    MicroBatchReader reader =
        new MicroBatchReader(source, normalization, AugmentConfig.of(2, false), 1, 1);
    MicroBatch batch = new MicroBatch(1, source.shape());

    Set<Float> values = new HashSet<>();
    for (int epoch = 0; epoch < 50; epoch++) {
      reader.readTraining(epoch, new int[] {5}, 0, 1, batch);
      for (float value : batch.features()) {
        values.add(value);
      }
    }

    assertEquals(Set.of(-25f, 0f, 0.5f, 1f, 1.5f), values);
  }

  @Test
  void anyNumberOfThreadsFillsTheSameMicroBatch() throws IOException {
    SampleSource images = new NoiseSource(new ImageShape(3, 9, 7), 4, 5);
    AugmentConfig everything =
        new AugmentConfig(
            2,
            true,
            new AugmentConfig.ResizedCrop(0.1, 1, 0.75, 1.3),
            new AugmentConfig.ColorJitter(0.4, 0.4, 0.4, 0.1),
            0.1,
            0.1,
            0.2,
            1);
    Normalization colors = new Normalization(List.of(1.0, 2.0, 3.0), List.of(50.0, 60.0, 70.0));
    int[] order = EpochOrder.permutation(60, 3, 0);
    MicroBatch[] batches = new MicroBatch[2];
    for (int i = 0; i < 2; i++) {
      batches[i] = new MicroBatch(40, images.shape());
      try (MicroBatchReader reader =
          new MicroBatchReader(images, colors, everything, 7, 1 + 3 * i)) {
        reader.readTraining(2, order, 10, 40, batches[i]);
      }
    }

    assertArrayEquals(batches[0].features(), batches[1].features());
    assertArrayEquals(batches[0].labels(), batches[1].labels());
    for (int i = 0; i < 40; i++) {
      assertEquals(batches[0].target(i, 1, 4), batches[1].target(i, 1, 4));
    }
  }

  @Test
  void refusesMoreThanTheBuffersHold() {
    MicroBatchReader reader = new MicroBatchReader(source, IDENTITY, AugmentConfig.NONE, 1, 1);
    MicroBatch batch = new MicroBatch(2, source.shape());

    assertThrows(IllegalArgumentException.class, () -> reader.readPlain(0, 3, batch));
  }

  private float[] train(long seed, int epoch, int[] order) throws IOException {
    MicroBatchReader reader =
        new MicroBatchReader(source, IDENTITY, AugmentConfig.of(1, true), seed, 1);
    MicroBatch batch = new MicroBatch(order.length, source.shape());
    reader.readTraining(epoch, order, 0, order.length, batch);
    return batch.features();
  }

  private static float[] head(MicroBatch batch) {
    return Arrays.copyOf(batch.features(), batch.count() * batch.shape().values());
  }
}
