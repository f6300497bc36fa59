package dev.largo.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ModelConfig;
import dev.largo.data.ImageShape;
import dev.largo.optim.layout.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks from files, good ones and bad. */
final class NetworkFileTest {
  private static final ImageShape SHAPE = new ImageShape(3, 6, 8);
  private static final int CLASSES = 5;

  @TempDir private Path directory;

  @BeforeEach
  void prepare() {
    NativeRuntime.prepare();
  }

  private static Network load(Path file) throws ModelException {
    return load(file, SHAPE, CLASSES);
  }

  private static Network load(Path file, ImageShape shape, int classes) throws ModelException {
    return Networks.create(
        new ModelConfig(null, file.toUri().toString()), shape, classes, new Configuration(false));
  }

  private static String refusal(Path file) {
    return refusal(file, SHAPE, CLASSES);
  }

  /** The message without the file's name, which it must start with. */
  private static String refusal(Path file, ImageShape shape, int classes) {
    ModelException e = assertThrows(ModelException.class, () -> load(file, shape, classes));
    String message = String.valueOf(e.getMessage());
    String start = "model.file: " + file.toUri();
    assertTrue(message.startsWith(start), message);
    assertFalse(message.contains("\n"), message);
    return message.substring(start.length());
  }

  private static NeuralNetConfiguration.Builder plain() {
    return new NeuralNetConfiguration.Builder().seed(5).updater(new NoOp());
  }

  private static MultiLayerConfiguration layers(NeuralNetConfiguration.Builder builder) {
    return layers(builder, LossFunction.MCXENT, Activation.SOFTMAX);
  }

  private static MultiLayerConfiguration layers(
      NeuralNetConfiguration.Builder builder, LossFunction loss, Activation activation) {
    return builder
        .list()
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU).build())
        .layer(new BatchNormalization())
        .layer(new DenseLayer.Builder().nOut(6).activation(Activation.RELU).build())
        .layer(new OutputLayer.Builder(loss).nOut(CLASSES).activation(activation).build())
        .setInputType(InputType.convolutional(SHAPE.height(), SHAPE.width(), SHAPE.channels()))
        .build();
  }

  private Path json(NeuralNetConfiguration.Builder builder) throws IOException {
    return write(layers(builder).toJson());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("net.json"), text);
  }

  private static INDArray output(Network network) {
    return Samples.graph(network, 9)
        .outputSingle(false, Samples.images(network.description(), 3, 2));
  }

  @Test
  void listOfLayersBecomesAGraph() throws ModelException, IOException {
    Network network = load(json(plain()));

    assertEquals("net.json", network.description().name());
    assertEquals(List.of(), network.warnings());
    assertArrayEquals(network.initialParameters(4), network.initialParameters(4));
    assertEquals(
        List.of("1.gamma", "1.beta", "1.mean", "1.log10stdev"),
        network.layout().segments().stream()
            .filter(s -> s.layer().equals("1"))
            .map(s -> s.name())
            .toList());
    assertEquals(
        2,
        network.layout().segments().stream()
            .filter(s -> s.role() == Role.RUNNING_STATISTIC)
            .count());
    assertArrayEquals(new long[] {3, CLASSES}, output(network).shape());
  }

  @Test
  void graphJsonIsReadAsItIs() throws ModelException, IOException {
    Network builtIn =
        Networks.create(
            new ModelConfig("resnet-20", null),
            new ImageShape(3, 8, 8),
            CLASSES,
            new Configuration(false));

    Network network = load(write(builtIn.description().configurationJson()));

    assertEquals(builtIn.layout(), network.layout());
    assertArrayEquals(builtIn.initialParameters(2), network.initialParameters(2));
  }

  @Test
  void zipBringsItsParameters() throws ModelException, IOException {
    MultiLayerNetwork stored = new MultiLayerNetwork(layers(plain().updater(new Adam(1e-3))));
    stored.init();
    Path file = directory.resolve("stored.zip");
    ModelSerializer.writeModel(stored, file.toFile(), true);

    Network network = load(file);

    assertArrayEquals(FlatArrays.copy(stored.params()), network.initialParameters(1));
    INDArray images = Samples.images(network.description(), 3, 2);
    assertArrayEquals(
        FlatArrays.copy(stored.output(images)), FlatArrays.copy(output(network)), 1e-6f);
    assertEquals(
        List.of(
            "model.file: "
                + file.toUri()
                + ": its updater (Adam) is replaced by Largo's optimizer"),
        network.warnings());
  }

  @Test
  void kerasModelsComputeWhatKerasComputes() throws ModelException {
    String sequential =
        KerasFile.sequential(SHAPE.height(), SHAPE.width(), SHAPE.channels(), CLASSES);
    String functional =
        KerasFile.functional(SHAPE.height(), SHAPE.width(), SHAPE.channels(), CLASSES);
    for (String config : List.of(sequential, functional)) {
      float[] kernel = ramp(3 * 3 * 3 * KerasFile.FILTERS);
      float[] dense = ramp(4 * 6 * KerasFile.FILTERS * CLASSES);
      Path file = directory.resolve("net.h5");
      KerasFile.write(file, config, kernel, 3, dense, CLASSES, true);

      Network network = load(file);

      float[] images = FlatArrays.copy(Samples.images(network.description(), 3, 2));
      float[] expected = new float[3 * CLASSES];
      for (int n = 0; n < 3; n++) {
        System.arraycopy(kerasOutput(images, n, kernel, dense), 0, expected, n * CLASSES, CLASSES);
      }
      assertArrayEquals(expected, FlatArrays.copy(output(network)), 1e-5f);
      ComputationGraph graph = Samples.graph(network, 1);
      Samples.computeGradient(graph, network.description(), 4, 3);
      assertTrue(Double.isFinite(graph.score()));
    }
  }

  private static float[] ramp(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (i * 37 % 101 - 50) / 300f;
    }
    return values;
  }

  /** Convolution, ReLU, flatten in the order height, width, channel, dense, softmax. */
  private static float[] kerasOutput(float[] images, int n, float[] kernel, float[] dense) {
    double[] logits = new double[CLASSES];
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 6; x++) {
        for (int f = 0; f < KerasFile.FILTERS; f++) {
          double sum = 0;
          for (int k = 0; k < 27; k++) {
            int dy = k / 9;
            int dx = k / 3 % 3;
            int c = k % 3;
            sum +=
                images[((n * 3 + c) * 6 + y + dy) * 8 + x + dx] * kernel[k * KerasFile.FILTERS + f];
          }
          int feature = (y * 6 + x) * KerasFile.FILTERS + f;
          for (int j = 0; j < CLASSES; j++) {
            logits[j] += Math.max(0, sum) * dense[feature * CLASSES + j];
          }
        }
      }
    }
    double total = 0;
    for (double logit : logits) {
      total += Math.exp(logit);
    }
    float[] probabilities = new float[CLASSES];
    for (int j = 0; j < CLASSES; j++) {
      probabilities[j] = (float) (Math.exp(logits[j]) / total);
    }
    return probabilities;
  }

  @Test
  void kerasModelThatWasNotCompiledHasNoLoss() {
    Path file = directory.resolve("net.h5");
    String config = KerasFile.sequential(SHAPE.height(), SHAPE.width(), SHAPE.channels(), CLASSES);
    float[] dense = ramp(4 * 6 * KerasFile.FILTERS * CLASSES);
    KerasFile.write(file, config, ramp(27 * KerasFile.FILTERS), 3, dense, CLASSES, false);

    String message = refusal(file);

    assertTrue(message.contains("has no loss"), message);
    assertTrue(message.contains("compile it with loss='categorical_crossentropy'"), message);
  }

  @Test
  void regularizationIsRefused() throws IOException {
    assertEquals(
        ": layer 0 has L2Regularization, which Largo would not apply:"
            + " take it out and set optimizer.weight-decay",
        refusal(json(plain().l2(1e-4))));
    assertTrue(refusal(json(plain().l1(1e-4))).contains("L1Regularization"));
    assertTrue(refusal(json(plain().weightDecay(1e-4))).contains("WeightDecay"));
  }

  /** Nobody trains it: what its training was like is of no interest. */
  @Test
  void networkThatIsOnlyReadMayHaveBeenTrainedInAnyWay() throws Exception {
    Path file = json(plain().l2(1e-4).gradientNormalization(GradientNormalization.ClipL2PerLayer));

    Network network =
        Networks.readOnly("key", file.toUri().toString(), SHAPE, CLASSES, new Configuration(false));

    assertEquals(CLASSES, network.description().classes());
    assertEquals("other", network.named("other").description().name());
    ModelException e =
        assertThrows(
            ModelException.class,
            () ->
                Networks.readOnly("key", file + "-not", SHAPE, CLASSES, new Configuration(false)));
    assertTrue(String.valueOf(e.getMessage()).startsWith("key: " + file + "-not"), e::getMessage);
  }

  @Test
  void gradientNormalizationIsRefused() throws IOException {
    NeuralNetConfiguration.Builder builder =
        plain().gradientNormalization(GradientNormalization.ClipL2PerLayer);

    assertEquals(
        ": layer 0 has gradient normalization, which Largo would not apply",
        refusal(json(builder)));
  }

  @Test
  void otherLossesAreRefused() throws IOException {
    assertEquals(
        ": its loss is LossMSE(): Largo trains classifiers with MCXENT (cross-entropy)",
        refusal(write(layers(plain(), LossFunction.MSE, Activation.SOFTMAX).toJson())));
    String sigmoid =
        plain()
            .graphBuilder()
            .validateOutputLayerConfig(false)
            .addInputs("in")
            .setInputTypes(InputType.convolutional(6, 8, 3))
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(CLASSES)
                    .activation(Activation.SIGMOID)
                    .build(),
                "in")
            .setOutputs("out")
            .build()
            .toJson();
    assertEquals(
        ": its output's activation is sigmoid: cross-entropy needs softmax",
        refusal(write(sigmoid)));
  }

  @Test
  void doublePrecisionIsRefused() throws IOException {
    assertEquals(
        " computes in DOUBLE: set its data type to FLOAT",
        refusal(json(plain().dataType(DataType.DOUBLE))));
  }

  @Test
  void imagesOfAnotherShapeAreRefused() throws IOException {
    String message = refusal(json(plain()), new ImageShape(1, 6, 8), CLASSES);

    assertTrue(
        message.startsWith(
            ": the network does not take the data's images, 1x6x8 (channels x height x width): "),
        message);
    assertTrue(
        refusal(json(plain()), new ImageShape(3, 9, 8), CLASSES).contains("3x9x8"), "height");
  }

  @Test
  void anotherNumberOfClassesIsRefused() throws IOException {
    assertEquals(
        ": the network's output for an image is [5], the data has 7 classes",
        refusal(json(plain()), SHAPE, 7));
  }

  @Test
  void twoOutputsAreRefused() throws IOException {
    String json =
        plain()
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(InputType.convolutional(6, 8, 3))
            .addLayer(
                "out-a",
                new OutputLayer.Builder().nOut(5).activation(Activation.SOFTMAX).build(),
                "in")
            .addLayer(
                "out-b",
                new OutputLayer.Builder().nOut(5).activation(Activation.SOFTMAX).build(),
                "in")
            .setOutputs("out-a", "out-b")
            .build()
            .toJson();

    assertEquals(": it has 2 outputs [out-a, out-b], not one", refusal(write(json)));
  }

  @Test
  void whatIsNoNetworkIsNamedAsSuch() throws IOException {
    String neither = " is neither Deeplearning4j JSON, nor a ModelSerializer zip, nor Keras HDF5";
    assertEquals(neither, refusal(write("hello")));
    assertEquals(
        " is JSON, but neither a ComputationGraphConfiguration nor a MultiLayerConfiguration",
        refusal(write("{\"a\": 1}")));
    assertEquals(
        " is JSON, but neither a ComputationGraphConfiguration nor a MultiLayerConfiguration",
        refusal(write("")));
    Path zip = directory.resolve("other.zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("a.txt"));
    }
    assertEquals(" holds no configuration.json: not a ModelSerializer zip", refusal(zip));
    Path broken = directory.resolve("broken.h5");
    Files.write(broken, new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n', 1, 2});
    assertTrue(refusal(broken).startsWith(" is not a network Deeplearning4j can load: "));
    assertEquals(" does not exist", refusal(directory.resolve("missing.zip")));
  }
}
