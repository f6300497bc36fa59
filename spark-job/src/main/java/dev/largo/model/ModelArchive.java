package dev.largo.model;

import dev.largo.data.Normalization;
import dev.largo.optim.layout.ParameterLayout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerSerializer;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The {@code model.zip} of a run, in the format of Deeplearning4j's ModelSerializer, which restores
 * the network and its normalizer without Largo:
 *
 * <pre>{@code
 * ComputationGraph network = ModelSerializer.restoreComputationGraph(file);
 * NormalizerStandardize normalizer = ModelSerializer.restoreNormalizerFromFile(file);
 * normalizer.transform(images); // [n, channels, height, width], pixels from 0 to 255
 * INDArray probabilities = network.outputSingle(images);
 * }</pre>
 *
 * <p>The same network, parameters and normalization make the same bytes.
 */
public final class ModelArchive {
  /** The earliest time a zip can say; without a zone, so that the bytes depend on none. */
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private ModelArchive() {}

  /**
   * Writes an archive; the stream stays open.
   *
   * @param parameters the flat vector in Deeplearning4j's order
   * @throws IllegalArgumentException if the normalization has not one constant a channel
   */
  public static void write(
      NetworkDescription network,
      float[] parameters,
      Normalization normalization,
      OutputStream stream)
      throws IOException {
    NativeRuntime.prepare();
    if (normalization.mean().size() != network.input().channels()) {
      throw new IllegalArgumentException(
          "normalization of "
              + normalization.mean().size()
              + " channels for images of "
              + network.input().channels());
    }
    ZipOutputStream zip = new ZipOutputStream(stream);
    putEntry(
        zip,
        ModelSerializer.CONFIGURATION_JSON,
        network.configurationJson().getBytes(StandardCharsets.UTF_8));
    putEntry(zip, ModelSerializer.COEFFICIENTS_BIN, bytes(parameters));
    ByteArrayOutputStream normalizer = new ByteArrayOutputStream();
    NormalizerSerializer.getDefault().write(normalizer(normalization), normalizer);
    putEntry(zip, ModelSerializer.NORMALIZER_BIN, normalizer.toByteArray());
    zip.finish();
    zip.flush();
  }

  /**
   * Reads the parameters of an archive; the stream stays open.
   *
   * @return the flat vector in Deeplearning4j's order
   * @throws IOException if there are none in it
   */
  public static float[] readParameters(InputStream stream) throws IOException {
    NativeRuntime.prepare();
    byte[] content = entry(stream, ModelSerializer.COEFFICIENTS_BIN);
    try (INDArray array = Nd4j.read(new ByteArrayInputStream(content))) {
      return FlatArrays.copy(array);
    }
  }

  /**
   * Reads the network's configuration of an archive; the stream stays open.
   *
   * @return the JSON, as {@link NetworkDescription#configurationJson} had it
   * @throws IOException if there is none in it
   */
  public static String readConfiguration(InputStream stream) throws IOException {
    return new String(entry(stream, ModelSerializer.CONFIGURATION_JSON), StandardCharsets.UTF_8);
  }

  /**
   * Reads how the parameters of an archive lie; the stream stays open.
   *
   * @throws IOException if there is no network's configuration in it
   */
  public static ParameterLayout readLayout(InputStream stream) throws IOException {
    NativeRuntime.prepare();
    ComputationGraph graph =
        Graphs.withZeros(ComputationGraphConfiguration.fromJson(readConfiguration(stream)));
    ParameterLayout layout = Layouts.of(graph);
    graph.params().close();
    return layout;
  }

  /**
   * Reads the constants that an archive's network wants its images normalized by; the stream stays
   * open.
   *
   * @return them, or nothing if it has none of this kind
   */
  public static Optional<Normalization> readNormalization(InputStream stream) throws IOException {
    NativeRuntime.prepare();
    Optional<byte[]> content = find(stream, ModelSerializer.NORMALIZER_BIN);
    if (content.isEmpty() || !isStandardize(content.get())) {
      return Optional.empty();
    }
    NormalizerStandardize normalizer;
    try {
      normalizer =
          NormalizerSerializer.getDefault().restore(new ByteArrayInputStream(content.get()));
    } catch (Exception e) {
      throw new IOException(ModelSerializer.NORMALIZER_BIN + " in it cannot be read: " + e, e);
    }
    return Optional.of(
        new Normalization(values(normalizer.getMean()), values(normalizer.getStd())));
  }

  /** Only what names this kind is restored: others may name any class. */
  private static boolean isStandardize(byte[] normalizer) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(normalizer))) {
      String unusedMagic = in.readUTF();
      int unusedVersion = in.readInt();
      return in.readUTF().equals(NormalizerType.STANDARDIZE.toString());
    }
  }

  private static List<Double> values(INDArray row) {
    List<Double> values = new ArrayList<>();
    for (float value : row.dup().data().asFloat()) {
      values.add((double) value);
    }
    return values;
  }

  private static byte[] entry(InputStream stream, String name) throws IOException {
    return find(stream, name)
        .orElseThrow(() -> new IOException("no " + name + " in it: not a model.zip"));
  }

  private static Optional<byte[]> find(InputStream stream, String name) throws IOException {
    ZipInputStream zip = new ZipInputStream(stream);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().equals(name)) {
        return Optional.of(zip.readAllBytes());
      }
    }
    return Optional.empty();
  }

  private static void putEntry(ZipOutputStream zip, String name, byte[] content)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(EPOCH);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] bytes(float[] parameters) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * parameters.length + 1024);
    try (INDArray array = FlatArrays.vector(parameters);
        DataOutputStream data = new DataOutputStream(bytes)) {
      Nd4j.write(array, data);
    }
    return bytes.toByteArray();
  }

  private static NormalizerStandardize normalizer(Normalization normalization) {
    return new NormalizerStandardize(row(normalization.mean()), row(normalization.std()));
  }

  private static INDArray row(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return Nd4j.createFromArray(new float[][] {floats});
  }
}
