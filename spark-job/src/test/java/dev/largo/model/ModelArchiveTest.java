package dev.largo.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.config.ModelConfig;
import dev.largo.data.ImageShape;
import dev.largo.data.Normalization;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;

final class ModelArchiveTest {
  private static final Normalization NORMALIZATION =
      new Normalization(List.of(125.3, 122.95, 113.87), List.of(62.99, 62.09, 66.7));

  @TempDir private Path directory;

  private static Network network() throws ModelException {
    return Networks.create(
        new ModelConfig("resnet-20", null),
        new ImageShape(3, 16, 24),
        10,
        new Configuration(false));
  }

  private static byte[] archive(Network network, float[] parameters) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelArchive.write(network.description(), parameters, NORMALIZATION, bytes);
    return bytes.toByteArray();
  }

  @Test
  void deeplearning4jAloneRestoresTheSameOutputs() throws ModelException, IOException {
    Network network = network();
    float[] parameters = trained(network);
    File file = Files.write(directory.resolve("model.zip"), archive(network, parameters)).toFile();
    Random random = new Random(11);
    float[] pixels = new float[4 * network.description().input().values()];
    float[] normalized = new float[pixels.length];
    int plane = 16 * 24;
    for (int i = 0; i < pixels.length; i++) {
      int channel = i / plane % 3;
      pixels[i] = random.nextInt(256);
      normalized[i] =
          (float)
              ((pixels[i] - NORMALIZATION.mean().get(channel)) / NORMALIZATION.std().get(channel));
    }

    ComputationGraph restored = ModelSerializer.restoreComputationGraph(file);
    NormalizerStandardize normalizer = ModelSerializer.restoreNormalizerFromFile(file);
    INDArray images = FlatArrays.vector(pixels).reshape(4, 3, 16, 24);
    normalizer.transform(images);

    assertArrayEquals(normalized, FlatArrays.copy(images), 1e-5f);
    ComputationGraph own = Graphs.build(network.description());
    own.params().assign(FlatArrays.vector(parameters));
    INDArray expected =
        own.outputSingle(false, FlatArrays.vector(normalized).reshape(4, 3, 16, 24));
    assertArrayEquals(
        FlatArrays.copy(expected), FlatArrays.copy(restored.outputSingle(false, images)), 1e-5f);
    assertArrayEquals(parameters, FlatArrays.copy(restored.params()));
  }

  /** Parameters away from the start, where residual paths are switched off. */
  private static float[] trained(Network network) {
    float[] parameters = network.initialParameters(3);
    Random random = new Random(4);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += 0.1f * random.nextFloat();
    }
    return parameters;
  }

  @Test
  void parametersComeBackBitForBit() throws ModelException, IOException {
    Network network = network();
    float[] parameters = trained(network);

    float[] read =
        ModelArchive.readParameters(new ByteArrayInputStream(archive(network, parameters)));

    assertArrayEquals(parameters, read);
  }

  @Test
  void sameContentMakesTheSameBytes() throws ModelException, IOException {
    Network network = network();
    float[] parameters = network.initialParameters(1);

    assertArrayEquals(archive(network, parameters), archive(network(), parameters));
  }

  @Test
  void otherFilesAreNamedAsSuch() {
    IOException e =
        assertThrows(
            IOException.class,
            () -> ModelArchive.readParameters(new ByteArrayInputStream(new byte[] {1, 2, 3})));

    assertEquals("no coefficients.bin in it: not a model.zip", e.getMessage());
  }

  @Test
  void normalizationNeedsOneConstantPerChannel() throws ModelException {
    Network network = network();
    Normalization grey = new Normalization(List.of(1.0), List.of(1.0));

    assertThrows(
        IllegalArgumentException.class,
        () ->
            ModelArchive.write(
                network.description(),
                network.initialParameters(1),
                grey,
                new ByteArrayOutputStream()));
  }

  @Test
  void archiveIsAModelFileItself() throws ModelException, IOException {
    Network network = network();
    float[] parameters = trained(network);
    Path file = Files.write(directory.resolve("model.zip"), archive(network, parameters));

    Network again =
        Networks.create(
            new ModelConfig(null, file.toUri().toString()),
            new ImageShape(3, 16, 24),
            10,
            new Configuration(false));

    assertArrayEquals(parameters, again.initialParameters(1));
    assertEquals(network.layout(), again.layout());
    assertEquals(List.of(), again.warnings());
  }
}
