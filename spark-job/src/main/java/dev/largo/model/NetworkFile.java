package dev.largo.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads network files: Deeplearning4j's configuration JSON (graph or list of layers),
 * ModelSerializer zip and Keras HDF5 (functional or sequential), told apart by their content.
 *
 * <p>Of a zip only the configuration and the parameters are read. ModelSerializer itself would also
 * deserialize Java objects out of it, which a file from elsewhere must not be trusted with.
 */
final class NetworkFile {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * A network as it stands in the file.
   *
   * @param hasParameters whether the graph's parameters are the file's
   */
  record Content(ComputationGraph graph, boolean hasParameters) {}

  private NetworkFile() {}

  /**
   * Reads a file from any file system that Hadoop opens.
   *
   * @param key of the configuration that names it
   * @throws ModelException if it is missing or no network that Deeplearning4j reads
   */
  static Content read(String key, String uri, Configuration hadoop) throws ModelException {
    Path path;
    try {
      path = new Path(uri);
    } catch (IllegalArgumentException e) {
      throw new ModelException(key + ": " + uri + " is not a path: " + firstLine(e), e);
    }
    try (InputStream stream = new BufferedInputStream(path.getFileSystem(hadoop).open(path))) {
      return parse(stream);
    } catch (FileNotFoundException e) {
      throw new ModelException(key + ": " + uri + " does not exist", e);
    } catch (ModelException e) {
      throw new ModelException(key + ": " + uri + " " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelException(key + ": " + uri + " cannot be read: " + firstLine(e), e);
    }
  }

  /** The first line of what an exception says: Deeplearning4j's messages run over many. */
  static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.strip().lines().findFirst().orElse("").strip();
  }

  private static Content parse(InputStream stream) throws IOException, ModelException {
    stream.mark(HDF5.length);
    byte[] head = stream.readNBytes(HDF5.length);
    stream.reset();
    try {
      if (Arrays.equals(head, HDF5)) {
        return keras(stream);
      }
      if (Arrays.equals(Arrays.copyOf(head, ZIP.length), ZIP)) {
        return zip(stream);
      }
      return json(stream.readAllBytes(), null);
    } catch (RuntimeException | LinkageError e) {
      // Deeplearning4j, Jackson and HDF5 report a bad file by exceptions of every kind.
      throw new ModelException("is not a network Deeplearning4j can load: " + firstLine(e), e);
    }
  }

  private static Content zip(InputStream stream) throws IOException, ModelException {
    byte @Nullable [] configuration = null;
    INDArray parameters = null;
    try (ZipInputStream zip = new ZipInputStream(stream)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(ModelSerializer.CONFIGURATION_JSON)) {
          configuration = zip.readAllBytes();
        } else if (entry.getName().equals(ModelSerializer.COEFFICIENTS_BIN)) {
          parameters = Nd4j.read(new ByteArrayInputStream(zip.readAllBytes()));
        }
      }
    }
    if (configuration == null) {
      throw new ModelException(
          "holds no " + ModelSerializer.CONFIGURATION_JSON + ": not a ModelSerializer zip");
    }
    return json(configuration, parameters);
  }

  private static Content json(byte[] bytes, @Nullable INDArray parameters)
      throws IOException, ModelException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    JsonNode tree;
    try {
      tree = MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new ModelException(
          "is neither Deeplearning4j JSON, nor a ModelSerializer zip, nor Keras HDF5", e);
    }
    INDArray flat = parameters == null ? null : parameters.castTo(DataType.FLOAT);
    if (tree.has("vertices") && tree.has("networkInputs")) {
      ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(text));
      requireFloat(graph.getConfiguration().getDataType());
      graph.init(flat, false);
      return new Content(graph, flat != null);
    }
    if (tree.has("confs")) {
      MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(text));
      requireFloat(network.getLayerWiseConfigurations().getDataType());
      network.init(flat, false);
      return new Content(network.toComputationGraph(), flat != null);
    }
    throw new ModelException(
        "is JSON, but neither a ComputationGraphConfiguration nor a MultiLayerConfiguration");
  }

  private static Content keras(InputStream stream) throws IOException, ModelException {
    java.nio.file.Path copy = Files.createTempFile("largo-keras", ".h5");
    try {
      Files.copy(stream, copy, StandardCopyOption.REPLACE_EXISTING);
      boolean sequential;
      boolean compiled;
      try (Hdf5Archive archive = new Hdf5Archive(copy.toString())) {
        String config = archive.readAttributeAsJson("model_config");
        sequential = MAPPER.readTree(config).path("class_name").asText().equals("Sequential");
        compiled = archive.hasAttribute("training_config");
      }
      ComputationGraph graph =
          sequential
              ? KerasModelImport.importKerasSequentialModelAndWeights(copy.toString(), compiled)
                  .toComputationGraph()
              : KerasModelImport.importKerasModelAndWeights(copy.toString(), compiled);
      requireFloat(graph.getConfiguration().getDataType());
      return new Content(graph, true);
    } catch (org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException
        | org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException
            e) {
      throw new ModelException("is a Keras model Deeplearning4j cannot load: " + firstLine(e), e);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private static void requireFloat(DataType type) throws ModelException {
    if (type != DataType.FLOAT) {
      throw new ModelException("computes in " + type + ": set its data type to FLOAT");
    }
  }
}
