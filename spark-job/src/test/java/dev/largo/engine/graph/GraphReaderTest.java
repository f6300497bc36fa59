package dev.largo.engine.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.data.ImageShape;
import dev.largo.engine.LayerNetworks;
import dev.largo.engine.TestNetworks;
import dev.largo.model.NetworkDescription;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.preprocessors.PermutePreprocessor;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

final class GraphReaderTest {
  private static final ImageShape SHAPE = new ImageShape(3, 16, 12);

  private static NetworkDescription network(String last, UnaryOperator<GraphBuilder> layers) {
    return TestNetworks.finish(layers.apply(TestNetworks.graph(SHAPE)), SHAPE, last);
  }

  private static String refusal(String last, UnaryOperator<GraphBuilder> layers) {
    return String.valueOf(
        assertThrows(UnsupportedLayerException.class, () -> GraphReader.read(network(last, layers)))
            .getMessage());
  }

  @Test
  void readsAResidualNetworkAsFewOperators() throws Exception {
    LayerGraph graph =
        GraphReader.read(TestNetworks.builtIn("resnet-20", new ImageShape(3, 32, 32)));

    // 19 convolutions and 2 projections with their norms, 9 sums, the average, the classifier.
    assertEquals(21 + 21 + 9 + 2, graph.operators().size());
    assertEquals(TestNetworks.CLASSES, graph.classes());
    // ReLUs: the stem's, one inside each block, one behind each sum.
    assertEquals(19, graph.operators().stream().filter(Operator::relu).count());
    assertFalse(graph.operators().stream().anyMatch(o -> o instanceof Operator.Relu));
  }

  @Test
  void reluJoinsItsMakerOnlyWhereNothingElseReadsIt() throws Exception {
    LayerGraph joined =
        GraphReader.read(
            network(
                "relu",
                g ->
                    g.addLayer("conv", LayerNetworks.plain(3, 4), "in")
                        .addLayer("relu", new ActivationLayer(Activation.RELU), "conv")));
    LayerGraph apart =
        GraphReader.read(
            network(
                "sum",
                g ->
                    g.addLayer("conv", LayerNetworks.plain(3, 4), "in")
                        .addLayer("relu", new ActivationLayer(Activation.RELU), "conv")
                        .addVertex(
                            "sum",
                            new ElementWiseVertex(ElementWiseVertex.Op.Add),
                            "conv",
                            "relu")));

    assertTrue(joined.operators().get(0).relu());
    assertEquals(2, joined.operators().size());
    assertFalse(apart.operators().get(0).relu());
    assertInstanceOf(Operator.Relu.class, apart.operators().get(1));
    assertEquals(2, apart.readers(1));
  }

  @Test
  void lossLayerMayFollowTheDenseOneAsInKerasFiles() throws Exception {
    GraphBuilder layers =
        TestNetworks.graph(SHAPE)
            .addLayer("dense", new DenseLayer.Builder().nOut(5).build(), "in")
            .addLayer(
                "loss",
                new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build(),
                "dense")
            .setOutputs("loss");
    ComputationGraph built = new ComputationGraph(layers.build());
    built.init();

    LayerGraph graph =
        GraphReader.read(
            new NetworkDescription("loss", built.getConfiguration().toJson(), SHAPE, 5));

    assertEquals(1, graph.operators().size());
    assertEquals(5, graph.classes());
  }

  @Test
  void windowsHaveTheShapesOfDeeplearning4j() throws Exception {
    LayerGraph graph =
        GraphReader.read(TestNetworks.builtIn("resnet-50", new ImageShape(3, 224, 224)));

    assertEquals(new Shape(64, 112, 112), graph.operators().get(0).output());
    Shape last = graph.shape(graph.operators().size() - 2);
    assertEquals(new Shape(2048, 7, 7), last);
  }

  @Test
  void saysWhatItDoesNotKnow() {
    assertEquals(
        "drop: dropout", refusal("drop", g -> g.addLayer("drop", new DropoutLayer(0.5), "in")));
    assertEquals(
        "dense: dropout",
        refusal(
            "dense",
            g -> g.addLayer("dense", new DenseLayer.Builder().nOut(4).dropOut(0.5).build(), "in")));
    assertTrue(
        refusal(
                "conv",
                g ->
                    g.addLayer(
                        "conv",
                        new ConvolutionLayer.Builder(3, 3)
                            .nOut(4)
                            .activation(Activation.TANH)
                            .build(),
                        "in"))
            .startsWith("conv: activation"));
    assertEquals(
        "pool: pooling PNORM",
        refusal(
            "pool",
            g ->
                g.addLayer(
                    "pool",
                    new SubsamplingLayer.Builder(PoolingType.PNORM)
                        .kernelSize(2, 2)
                        .pnorm(2)
                        .build(),
                    "in")));
    assertEquals(
        "norm: locked scales or no mini-batch",
        refusal(
            "norm",
            g ->
                g.addLayer(
                    "norm", new BatchNormalization.Builder().lockGammaBeta(true).build(), "in")));
    assertEquals(
        "turned: PreprocessorVertex",
        refusal(
            "turned",
            g ->
                g.addLayer("conv", LayerNetworks.plain(3, 3), "in")
                    .addVertex(
                        "turned",
                        new PreprocessorVertex(new PermutePreprocessor(0, 1, 3, 2)),
                        "conv")));
    assertEquals(
        "relu: an image flattened in front of it",
        refusal(
            "relu",
            g ->
                g.addLayer("conv", LayerNetworks.plain(3, 4), "in")
                    .addLayer(
                        "relu",
                        new ActivationLayer(Activation.RELU),
                        new CnnToFeedForwardPreProcessor(16, 12, 4),
                        "conv")));
    assertEquals(
        "unread: read by nothing",
        refusal(
            "conv",
            g ->
                g.allowDisconnected(true)
                    .addLayer("conv", LayerNetworks.plain(3, 4), "in")
                    .addLayer("unread", LayerNetworks.plain(3, 4), "in")));
    assertEquals(
        "product: ElementWiseVertex",
        refusal(
            "product",
            g ->
                g.addLayer("conv", LayerNetworks.plain(3, 3), "in")
                    .addVertex(
                        "product",
                        new ElementWiseVertex(ElementWiseVertex.Op.Product),
                        "conv",
                        "conv")));
  }
}
