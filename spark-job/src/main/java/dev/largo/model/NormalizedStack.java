package dev.largo.model;

import dev.largo.data.ImageShape;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * A network under construction whose layers stand one behind the other: each public step appends to
 * what is there.
 *
 * <p>Convolutions and dense layers have a batch norm and a ReLU behind them, and no bias, which the
 * batch norm would take out again. Their weights start as in Glorot and Bengio 2010, equation 16:
 * uniform within sqrt(6 / (in + out)).
 */
final class NormalizedStack {
  private final GraphBuilder graph;
  private String last = Configurations.INPUT;
  private int layers;

  NormalizedStack(ImageShape input) {
    graph = Configurations.graph(input);
  }

  /** A dense layer, batch norm, ReLU; an image is flattened in front of it. */
  NormalizedStack dense(int units) {
    return normalized(
        "dense",
        new DenseLayer.Builder()
            .nOut(units)
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .weightInit(WeightInit.XAVIER_UNIFORM)
            .build(),
        Configurations.normOfVectors());
  }

  /** A square convolution that keeps height and width, batch norm, ReLU. */
  NormalizedStack convolution(int kernel, int width) {
    return normalized(
        "conv",
        new ConvolutionLayer.Builder(kernel, kernel)
            .convolutionMode(ConvolutionMode.Same)
            .dataFormat(Configurations.FORMAT)
            .nOut(width)
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .weightInit(WeightInit.XAVIER_UNIFORM)
            .build(),
        Configurations.norm(1));
  }

  /** Maximum over a square window with stride 2: half of height and width, rounded up. */
  NormalizedStack maxPool(int kernel) {
    return append(
        "pool" + layers,
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(kernel, kernel)
            .stride(2, 2)
            .convolutionMode(ConvolutionMode.Same)
            .dataFormat(Configurations.FORMAT)
            .build());
  }

  /**
   * Dropout (Srivastava et al. 2014) of single values; what is left is scaled up in training.
   *
   * @param share that is dropped, above 0 and below 1
   */
  NormalizedStack dropout(double share) {
    return append("dropout" + layers, new DropoutLayer(1 - share));
  }

  /** Dense layer, softmax under cross-entropy. */
  ComputationGraphConfiguration classifier(int classes) {
    graph.addLayer("output", Configurations.classifier(classes), last);
    return Configurations.finish(graph, "output");
  }

  private NormalizedStack normalized(String kind, Layer layer, BatchNormalization norm) {
    layers++;
    return append(kind + layers, layer)
        .append("norm" + layers, norm)
        .append("relu" + layers, new ActivationLayer(Activation.RELU));
  }

  private NormalizedStack append(String name, Layer layer) {
    graph.addLayer(name, layer, last);
    last = name;
    return this;
  }
}
