package dev.largo.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.engine.NoiseSource;
import dev.largo.engine.TestNetworks;
import dev.largo.engine.graph.GraphReader;
import dev.largo.engine.graph.LayerGraph;
import dev.largo.model.NetworkDescription;
import dev.largo.optim.layout.Segment;
import java.nio.FloatBuffer;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/**
 * The compiled network's gradient against that of Deeplearning4j's own layers in float64, which
 * {@code ReferenceGradientTest} holds against differences of the loss.
 */
final class OneDnnGradientTest {
  /**
   * Relative error of a segment's gradient. Float32 sums of up to a few thousand products; seeds
   * are such that no ReLU's input lies so near 0 that rounding turns it.
   */
  private static final double TOLERANCE = 3e-5;

  @ParameterizedTest
  @MethodSource("networks")
  void agreesWithTheReferenceOnEveryKindOfLayer(String name, NetworkDescription network)
      throws Exception {
    agrees(network, 7, 11);
  }

  @ParameterizedTest
  @CsvSource({"lenet,28,1", "resnet-20,16,3", "resnet-18,32,3", "resnet-50,32,3"})
  void agreesWithTheReferenceOnWholeNetworks(String name, int side, int channels) throws Exception {
    agrees(TestNetworks.builtIn(name, new ImageShape(channels, side, side)), 4, 3);
  }

  @Test
  void agreesOnRandomShapesOfConvolutions() throws Exception {
    Random random = new Random(8);
    for (int i = 0; i < 12; i++) {
      ImageShape shape =
          new ImageShape(1 + random.nextInt(9), 7 + random.nextInt(7), 7 + random.nextInt(7));
      ConvolutionLayer.Builder layer =
          new ConvolutionLayer.Builder(1 + random.nextInt(4), 1 + random.nextInt(4))
              .stride(1 + random.nextInt(3), 1 + random.nextInt(3))
              .nOut(1 + random.nextInt(20))
              .hasBias(random.nextBoolean())
              .activation(Activation.IDENTITY);
      if (random.nextBoolean()) {
        layer.convolutionMode(ConvolutionMode.Same);
      } else {
        layer.convolutionMode(ConvolutionMode.Truncate).padding(random.nextInt(2), 1);
      }
      NetworkDescription network =
          TestNetworks.finish(
              TestNetworks.graph(shape)
                  .addLayer("first", plain(3, 8), "in")
                  .addLayer("layer", layer.build(), "first"),
              shape,
              "layer");
      agrees(network, 1 + random.nextInt(9), i);
    }
  }

  static Stream<Object[]> networks() {
    ImageShape shape = new ImageShape(3, 9, 11);
    return Stream.of(
        new Object[] {
          "dense on an image, channels first",
          of(
              shape,
              "dense",
              g ->
                  g.addLayer("conv", plain(3, 6), "in")
                      .addLayer(
                          "dense",
                          new DenseLayer.Builder().nOut(20).activation(Activation.RELU).build(),
                          "conv"))
        },
        new Object[] {
          "dense without bias on the input",
          of(
              shape,
              "dense",
              g ->
                  g.addLayer(
                      "dense", new DenseLayer.Builder().nOut(12).hasBias(false).build(), "in"))
        },
        new Object[] {
          "convolution with ReLU, dilated",
          of(
              shape,
              "conv",
              g ->
                  g.addLayer("first", plain(1, 5), "in")
                      .addLayer(
                          "conv",
                          new ConvolutionLayer.Builder(3, 2)
                              .dilation(2, 2)
                              .nOut(7)
                              .activation(Activation.RELU)
                              .build(),
                          "first"))
        },
        new Object[] {
          "maximum with padding",
          of(
              shape,
              "pool",
              g ->
                  g.addLayer("conv", plain(3, 6), "in")
                      .addLayer("pool", pool(SubsamplingLayer.PoolingType.MAX, true), "conv"))
        },
        new Object[] {
          "average over places inside",
          of(
              shape,
              "pool",
              g ->
                  g.addLayer("conv", plain(3, 6), "in")
                      .addLayer("pool", pool(SubsamplingLayer.PoolingType.AVG, false), "conv"))
        },
        new Object[] {
          "average with padding",
          of(
              shape,
              "pool",
              g ->
                  g.addLayer("conv", plain(3, 6), "in")
                      .addLayer("pool", pool(SubsamplingLayer.PoolingType.AVG, true), "conv"))
        },
        new Object[] {
          "global maximum",
          of(
              shape,
              "global",
              g ->
                  g.addLayer("conv", plain(3, 6), "in")
                      .addLayer("global", new GlobalPoolingLayer(PoolingType.MAX), "conv"))
        },
        new Object[] {
          "batch norm that keeps logarithms, then ReLU",
          of(
              shape,
              "relu",
              g ->
                  g.addLayer("conv", plain(3, 6), "in")
                      .addLayer("norm", new BatchNormalization.Builder().build(), "conv")
                      .addLayer("relu", new ActivationLayer(Activation.RELU), "norm"))
        },
        new Object[] {
          "batch norm of a vector and of the input",
          of(
              shape,
              "norm",
              g ->
                  g.addLayer(
                          "first", new BatchNormalization.Builder().useLogStd(false).build(), "in")
                      .addLayer("dense", new DenseLayer.Builder().nOut(9).build(), "first")
                      .addLayer(
                          "norm",
                          new BatchNormalization.Builder().useLogStd(false).decay(0.8).build(),
                          "dense"))
        },
        new Object[] {
          "sums of values that others read too",
          of(
              shape,
              "sum3",
              g ->
                  g.addLayer("a", plain(3, 6), "in")
                      .addLayer("relu", new ActivationLayer(Activation.RELU), "a")
                      .addVertex(
                          "sum1", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "relu")
                      .addLayer("relu1", new ActivationLayer(Activation.RELU), "sum1")
                      .addLayer("b", plain(1, 6), "sum1")
                      .addVertex(
                          "sum2", new ElementWiseVertex(ElementWiseVertex.Op.Add), "relu1", "b")
                      .addVertex(
                          "sum3", new ElementWiseVertex(ElementWiseVertex.Op.Add), "sum2", "sum1"))
        },
        new Object[] {
          "a value added to itself",
          of(
              shape,
              "sum",
              g ->
                  g.addLayer("a", plain(3, 6), "in")
                      .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "a"))
        });
  }

  private static NetworkDescription of(
      ImageShape shape, String last, java.util.function.UnaryOperator<GraphBuilder> layers) {
    return TestNetworks.finish(layers.apply(TestNetworks.graph(shape)), shape, last);
  }

  private static ConvolutionLayer plain(int kernel, int channels) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .convolutionMode(ConvolutionMode.Same)
        .nOut(channels)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static SubsamplingLayer pool(SubsamplingLayer.PoolingType type, boolean countPadding) {
    SubsamplingLayer layer =
        new SubsamplingLayer.Builder(type)
            .kernelSize(3, 2)
            .stride(2, 2)
            .padding(1, 1)
            .convolutionMode(ConvolutionMode.Truncate)
            .build();
    layer.setAvgPoolIncludePadInDivisor(countPadding);
    return layer;
  }

  private static void agrees(NetworkDescription network, int samples, long seed) throws Exception {
    LayerGraph graph = GraphReader.read(network);
    float[] parameters = TestNetworks.parameters(graph.layout(), seed);
    MicroBatch batch = NoiseSource.batch(samples, network.input(), network.classes(), seed);
    double[] expected = TestNetworks.referenceGradient(network, parameters, batch);
    double loss = TestNetworks.referenceLoss(network, TestNetworks.widen(parameters), batch);
    double scored = TestNetworks.referenceScore(network, parameters, batch);
    try (OneDnnEngine engine = new OneDnnEngine(graph, 1)) {
      engine.setParameters(parameters);
      assertEquals(scored, engine.score(batch).loss(), 1e-5 * scored);
      assertEquals(loss, engine.computeGradient(batch, 1), 1e-5 * loss);
      FloatBuffer gradient = engine.gradientVector();
      for (Segment segment : graph.layout().segments()) {
        assertTrue(
            error(gradient, expected, segment) < TOLERANCE,
            () -> segment.name() + ": relative error " + error(gradient, expected, segment));
      }
    }
  }

  private static double error(FloatBuffer found, double[] expected, Segment segment) {
    double squares = 0;
    double all = 0;
    for (int i = segment.offset(); i < segment.end(); i++) {
      squares += (found.get(i) - expected[i]) * (found.get(i) - expected[i]);
      all += expected[i] * expected[i];
    }
    // Weights behind which a batch norm follows have gradients that cancel to almost nothing.
    return Math.sqrt(squares / Math.max(all, 1e-6));
  }
}
