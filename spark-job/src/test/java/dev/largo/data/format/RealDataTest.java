package dev.largo.data.format;

import static dev.largo.data.TestSets.HADOOP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.largo.config.DataFormat;
import dev.largo.data.ImageShape;
import dev.largo.data.Normalization;
import dev.largo.data.NormalizationConstants;
import dev.largo.data.SampleSource;
import dev.largo.data.Split;
import dev.largo.data.TestSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The readers on real sets, where they are at hand. */
class RealDataTest {
  @Test
  void fashionMnist() throws IOException {
    DataSets sets = open(DataFormat.IDX, directory("fashion-mnist"), null);

    assertEquals(60_000, sets.train().size());
    assertEquals(10_000, sets.validation().size());
    assertEquals(new ImageShape(1, 28, 28), sets.train().shape());
    assertEquals(9, sets.train().label(0), "an ankle boot");
    // Published for the training set: mean 0.2860, deviation 0.3530.
    Normalization constants = NormalizationConstants.measure(sets.train());
    assertEquals(0.2860, constants.mean().get(0) / 255, 5e-5);
    assertEquals(0.3530, constants.std().get(0) / 255, 5e-5);
  }

  @Test
  void cifar10() throws IOException {
    DataSets sets = open(DataFormat.CIFAR_BINARY, directory("cifar10"), null);

    assertEquals(30_000, sets.train().size());
    assertEquals(10_000, sets.validation().size());
    assertEquals("airplane", sets.train().classNames().get(0));
    // Published for all 50,000 images; these are 30,000 of them.
    Normalization constants = NormalizationConstants.measure(sets.train());
    assertClose(List.of(0.49140, 0.48216, 0.44653), constants.mean(), 0.002);
    assertClose(List.of(0.24703, 0.24349, 0.26159), constants.std(), 0.002);
  }

  @Test
  void imagenette() throws IOException {
    Path root = directory("imagenette-224-small");
    SampleSource train =
        SampleSources.open(
            TestSets.config(
                DataFormat.IMAGE_FOLDER, root.resolve("train"), root.resolve("val"), 64),
            Split.TRAIN,
            HADOOP);

    assertEquals(1000, train.size());
    assertEquals(10, train.classNames().size());
    // ImageNet's means are 0.485, 0.456, 0.406; ten of its classes are not far.
    assertClose(List.of(0.485, 0.456, 0.406), NormalizationConstants.measure(train).mean(), 0.04);
  }

  private static DataSets open(DataFormat format, Path folder, @Nullable Integer size)
      throws IOException {
    return DataSets.open(TestSets.config(format, folder, folder, size), HADOOP);
  }

  private static void assertClose(List<Double> expected, List<Double> levels, double tolerance) {
    for (int c = 0; c < expected.size(); c++) {
      assertEquals(expected.get(c), levels.get(c) / 255, tolerance);
    }
  }

  private static Path directory(String name) {
    Path path = Path.of(System.getProperty("shared.dir", "none")).resolve("data").resolve(name);
    assumeTrue(Files.isDirectory(path), () -> "skipped: no real data at " + path);
    return path;
  }
}
