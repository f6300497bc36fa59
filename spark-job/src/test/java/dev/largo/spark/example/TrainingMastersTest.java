package dev.largo.spark.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.data.ImageShape;
import dev.largo.data.SampleSource;
import dev.largo.data.format.MemorySource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

final class TrainingMastersTest {
  @Test
  void bothMastersLearnTheSameSetOnTheSameRdd() throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    TrainingMasters.Result large;
    try (JavaSparkContext spark = TrainingMasters.spark()) {
      TrainingMasters masters =
          new TrainingMasters(
              spark,
              spark.parallelize(TrainingMasters.batches(set(512, 1), 512), 4),
              spark.parallelize(TrainingMasters.batches(set(64, 2), 64), 2),
              512,
              3);
      large = masters.largeBatch();
      TrainingMasters.compare(masters, 1, new PrintStream(said, true, StandardCharsets.UTF_8));
    }
    assertTrue(large.accuracy() > 0.8, "accuracy " + large.accuracy());
    String text = said.toString(StandardCharsets.UTF_8);
    assertEquals(2, text.lines().count(), text);
    assertTrue(text.contains("median: ParameterAveragingTrainingMaster accuracy"), text);
  }

  /** Grey images with a bright row, which tells the class. */
  private static SampleSource set(int samples, long seed) {
    Random random = new Random(seed);
    int[] labels = random.ints(samples, 0, 10).toArray();
    byte[][] pixels = new byte[samples][28 * 28];
    for (int i = 0; i < samples; i++) {
      for (int v = 0; v < pixels[i].length; v++) {
        boolean bright = v / 28 / 2 == labels[i];
        pixels[i][v] = (byte) (random.nextInt(80) + (bright ? 150 : 0));
      }
    }
    return new MemorySource(
        new ImageShape(1, 28, 28),
        IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
        pixels,
        labels);
  }
}
