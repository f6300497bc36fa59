package dev.largo.model;

import dev.largo.data.ImageShape;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * A residual network under construction: each public step appends to what is there.
 *
 * <p>Initialization as in Goyal et al. 2017, section 5.1. Convolutions after He et al. 2015 in the
 * fan-out form, N(0, 2 / (k k out)), the one of the Torch implementation that paper trained, which
 * keeps the variance of gradients from layer to layer. The classifier N(0, 0.01^2). The scale of
 * each block's last batch norm 0, so that a block starts as the identity.
 *
 * <p>Paddings are explicit and symmetric as in the papers; Deeplearning4j's "same" pads a
 * convolution of stride 2 on one side only.
 */
final class ResidualGraph {
  /** Scale of a batch norm at the start. */
  private enum Scale {
    ONE(1),
    ZERO(0);

    final double gamma;

    Scale(double gamma) {
      this.gamma = gamma;
    }
  }

  private final GraphBuilder graph;
  private String last = Configurations.INPUT;
  private int channels;

  ResidualGraph(ImageShape input) {
    graph = Configurations.graph(input);
    channels = input.channels();
  }

  /** Convolution, batch norm, ReLU. */
  ResidualGraph stem(int kernel, int stride, int width) {
    last = relu("stem-relu", convolution("stem-", "", last, kernel, stride, width, Scale.ONE));
    channels = width;
    return this;
  }

  /** Maximum over 3x3 with stride 2 and padding 1. */
  ResidualGraph maxPool() {
    graph.addLayer(
        "pool",
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(3, 3)
            .stride(2, 2)
            .padding(1, 1)
            .convolutionMode(ConvolutionMode.Truncate)
            .dataFormat(Configurations.FORMAT)
            .build(),
        last);
    last = "pool";
    return this;
  }

  /** Blocks of two 3x3 convolutions (He et al. 2016, figure 5 left). */
  ResidualGraph basicStage(int stage, int blocks, int firstStride, int width) {
    for (int block = 1; block <= blocks; block++) {
      String prefix = "stage" + stage + "-block" + block + "-";
      int stride = block == 1 ? firstStride : 1;
      String path = convolution(prefix, "1", last, 3, stride, width, Scale.ONE);
      path = relu(prefix + "relu1", path);
      path = convolution(prefix, "2", path, 3, 1, width, Scale.ZERO);
      join(prefix, path, stride, width);
    }
    return this;
  }

  /**
   * Blocks of a 1x1, a 3x3 and a 1x1 convolution, the last of four times the width (He et al. 2016,
   * figure 5 right), with the stride in the 3x3 convolution ("v1.5"; the paper's own is in the
   * first).
   */
  ResidualGraph bottleneckStage(int stage, int blocks, int firstStride, int width) {
    for (int block = 1; block <= blocks; block++) {
      String prefix = "stage" + stage + "-block" + block + "-";
      int stride = block == 1 ? firstStride : 1;
      String path = convolution(prefix, "1", last, 1, 1, width, Scale.ONE);
      path = relu(prefix + "relu1", path);
      path = convolution(prefix, "2", path, 3, stride, width, Scale.ONE);
      path = relu(prefix + "relu2", path);
      path = convolution(prefix, "3", path, 1, 1, 4 * width, Scale.ZERO);
      join(prefix, path, stride, 4 * width);
    }
    return this;
  }

  /** Global average, dense layer, softmax under cross-entropy. */
  ComputationGraphConfiguration classifier(int classes) {
    graph.addLayer(
        "average",
        new GlobalPoolingLayer.Builder(PoolingType.AVG).poolingDimensions(1, 2).build(),
        last);
    graph.addLayer("output", Configurations.classifier(classes), "average");
    return Configurations.finish(graph, "output");
  }

  /** Adds the shortcut, a projection where the shape changes, and the ReLU behind the sum. */
  private void join(String prefix, String path, int stride, int width) {
    String shortcut =
        stride == 1 && channels == width
            ? last
            : convolution(prefix, "-shortcut", last, 1, stride, width, Scale.ONE);
    graph.addVertex(
        prefix + "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), path, shortcut);
    last = relu(prefix + "relu", prefix + "sum");
    channels = width;
  }

  /** Convolution without bias and its batch norm; returns the latter's name. */
  private String convolution(
      String prefix, String suffix, String from, int kernel, int stride, int width, Scale scale) {
    String name = prefix + "conv" + suffix;
    graph.addLayer(
        name,
        new ConvolutionLayer.Builder(kernel, kernel)
            .stride(stride, stride)
            .padding(kernel / 2, kernel / 2)
            .convolutionMode(ConvolutionMode.Truncate)
            .dataFormat(Configurations.FORMAT)
            .nOut(width)
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .weightInit(new NormalDistribution(0, Math.sqrt(2.0 / (kernel * kernel * width))))
            .build(),
        from);
    String norm = prefix + "norm" + suffix;
    graph.addLayer(norm, Configurations.norm(scale.gamma), name);
    return norm;
  }

  private String relu(String name, String from) {
    graph.addLayer(name, new ActivationLayer(Activation.RELU), from);
    return name;
  }
}
