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
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

final class TrainingMastersTest {
  @Test
  void bothMastersLearnTheSameSetOnTheSameRdd() throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    double accuracy;
    try (JavaSparkContext spark = TrainingMasters.spark()) {
      JavaRDD<DataSet> train = spark.parallelize(TrainingMasters.batches(set(256, 1), 256), 4);
      JavaRDD<DataSet> test = spark.parallelize(TrainingMasters.batches(set(64, 2), 64), 2);
      TrainingMasters.compare(
          new TrainingMasters(spark, train, test, 256, 2),
          1,
          new PrintStream(said, true, StandardCharsets.UTF_8));
      accuracy = new TrainingMasters(spark, train, test, 256, 12).largeBatch().accuracy();
    }
    assertTrue(accuracy > 0.8, "accuracy " + accuracy);
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
