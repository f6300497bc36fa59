package dev.largo.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.Precision;
import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.engine.LayerNetworks;
import dev.largo.engine.NoiseSource;
import dev.largo.engine.Reference;
import dev.largo.engine.Slopes;
import dev.largo.engine.TestNetworks;
import dev.largo.engine.dl4j.Dl4jEngine;
import dev.largo.engine.graph.GraphReader;
import dev.largo.engine.graph.LayerGraph;
import dev.largo.model.NetworkDescription;
import dev.largo.optim.layout.Segment;
import java.nio.FloatBuffer;
import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
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
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @MethodSource("dev.largo.engine.LayerNetworks#all")
  void agreesWithTheReferenceOnEveryKindOfLayer(String name, NetworkDescription network)
      throws Exception {
    agrees(network, 7, 11);
  }

  @ParameterizedTest
  @CsvSource({
    "lenet,28,1",
    "lenet-5,28,1",
    "resnet-20,16,3",
    "resnet-18,64,3",
    "f1,28,1",
    "f2,12,3"
  })
  void agreesWithTheReferenceOnWholeNetworks(String name, int side, int channels) throws Exception {
    agrees(TestNetworks.builtIn(name, new ImageShape(channels, side, side)), 4, 3);
  }

  @Test
  void isAsExactAsDeeplearning4jOnADeepNetwork() throws Exception {
    // Rounding grows through fifty normalized layers of few values; both engines lose as much.
    NetworkDescription network = TestNetworks.builtIn("resnet-50", new ImageShape(3, 64, 64));
    LayerGraph graph = GraphReader.read(network);
    float[] parameters = TestNetworks.parameters(graph.layout(), 3);
    MicroBatch batch = NoiseSource.batch(4, network.input(), network.classes(), 3);
    double[] expected = new Reference(network, batch).gradient(Reference.widen(parameters));
    try (OneDnnEngine engine = new OneDnnEngine(graph, 1, Precision.FP32);
        Dl4jEngine other = new Dl4jEngine(network, 1)) {
      engine.setParameters(parameters);
      other.setParameters(parameters);
      double loss = engine.computeGradient(batch, 1).loss();
      assertEquals(loss, other.computeGradient(batch, 1).loss(), 1e-4 * loss);
      double own = distance(engine.gradientVector(), expected, 0, expected.length);
      double its = distance(other.gradientVector(), expected, 0, expected.length);
      assertTrue(its < 0.05 * norm(expected, 0, expected.length), "the comparison means something");
      assertTrue(own < 2 * its, () -> own + " against " + its);
    }
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
                  .addLayer("first", LayerNetworks.plain(3, 8), "in")
                  .addLayer("layer", layer.build(), "first"),
              shape,
              "layer");
      agrees(network, 1 + random.nextInt(9), i);
    }
  }

  @Test
  void countsPaddingInAnAverageOnTheWayBackToo() throws Exception {
    // DL4J's layer counts it forward only: its gradient is not that of its own loss.
    NetworkDescription network = LayerNetworks.pooling(SubsamplingLayer.PoolingType.AVG, true);
    LayerGraph graph = GraphReader.read(network);
    MicroBatch batch = NoiseSource.batch(7, network.input(), network.classes(), 11);
    float[] parameters = TestNetworks.parameters(graph.layout(), 11);
    Reference reference = new Reference(network, batch);
    try (OneDnnEngine engine = new OneDnnEngine(graph, 1, Precision.FP32)) {
      engine.setParameters(parameters);
      double loss = engine.computeGradient(batch, 1).loss();
      assertEquals(reference.loss(Reference.widen(parameters)), loss, 1e-5 * loss);
      Segment biases = graph.layout().segments().get(0);
      for (int i = biases.offset(); i < biases.end(); i++) {
        double slope = Slopes.centred(reference::loss, Reference.widen(parameters), i);
        assertEquals(slope, engine.gradientVector().get(i), 1e-5);
      }
    }
  }

  private static void agrees(NetworkDescription network, int samples, long seed) throws Exception {
    LayerGraph graph = GraphReader.read(network);
    float[] parameters = TestNetworks.parameters(graph.layout(), seed);
    MicroBatch batch = NoiseSource.batch(samples, network.input(), network.classes(), seed);
    Reference reference = new Reference(network, batch);
    double[] wide = Reference.widen(parameters);
    double[] expected = reference.gradient(wide);
    try (OneDnnEngine engine = new OneDnnEngine(graph, 1, Precision.FP32)) {
      engine.setParameters(parameters);
      double scored = reference.score(wide);
      assertEquals(scored, engine.score(batch).loss(), 1e-6 * scored);
      double loss = reference.loss(wide);
      assertEquals(loss, engine.computeGradient(batch, 1).loss(), 1e-5 * loss);
      FloatBuffer gradient = engine.gradientVector();
      double whole = norm(expected, 0, expected.length);
      for (Segment segment : graph.layout().segments()) {
        double error = distance(gradient, expected, segment.offset(), segment.end());
        // Gradients in front of a batch norm can cancel to nothing but rounding.
        double scale = Math.max(norm(expected, segment.offset(), segment.end()), 1e-3 * whole);
        assertTrue(
            error < TOLERANCE * scale,
            () -> "%s: error %.2g of %.2g".formatted(segment.name(), error, scale));
      }
    }
  }

  private static double distance(FloatBuffer found, double[] expected, int from, int to) {
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += (found.get(i) - expected[i]) * (found.get(i) - expected[i]);
    }
    return Math.sqrt(squares);
  }

  private static double norm(double[] values, int from, int to) {
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += values[i] * values[i];
    }
    return Math.sqrt(squares);
  }
}
