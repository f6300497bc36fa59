package dev.largo.engine;

import dev.largo.data.ImageShape;
import dev.largo.model.NetworkDescription;
import java.util.function.UnaryOperator;
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
import org.nd4j.linalg.activations.Activation;

/** Small networks, each for one kind of layer or one way of joining them. */
public final class LayerNetworks {
  private LayerNetworks() {}

  /** Each a name and a network. */
  public static Stream<Object[]> all() {
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

  /** A pooling of three by two places after a convolution. */
  public static NetworkDescription pooling(
      SubsamplingLayer.PoolingType type, boolean countPadding) {
    ImageShape shape = new ImageShape(3, 9, 11);
    return of(
        shape,
        "pool",
        g ->
            g.addLayer("conv", plain(3, 6), "in")
                .addLayer("pool", pool(type, countPadding), "conv"));
  }

  private static NetworkDescription of(
      ImageShape shape, String last, UnaryOperator<GraphBuilder> layers) {
    return TestNetworks.finish(layers.apply(TestNetworks.graph(shape)), shape, last);
  }

  /** A square convolution without activation that keeps height and width. */
  public static ConvolutionLayer plain(int kernel, int channels) {
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
}
