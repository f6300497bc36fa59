package dev.largo.model;

import dev.largo.data.ImageShape;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * LeNets: two 5x5 convolutions, each with a 2x2 maximum, dense layers with ReLU, softmax.
 *
 * <p>{@code lenet} is the form that Caffe spread, with a dense layer of 500; its convolutions have
 * 16 and 48 channels where Caffe has 20 and 50: oneDNN works on eight channels at a time, and these
 * train 1.6 times as fast. {@code lenet-5} has the sizes of LeCun et al. 1998, section II.B: dense
 * layers of 120 and 84, 8 (for its 6) and 16 channels, each connected to all before it; images are
 * not padded. It trains about four times as fast as {@code lenet}.
 *
 * <p>Weights start as in Glorot and Bengio 2010 (convolutions), He et al. 2015 (dense) and N(0,
 * 0.01^2) (classifier, so that the loss starts at the logarithm of the number of classes).
 */
final class LeNet {
  private LeNet() {}

  static ComputationGraphConfiguration caffe(ImageShape input, int classes) {
    return configure(input, classes, 16, 48, List.of(500));
  }

  static ComputationGraphConfiguration five(ImageShape input, int classes) {
    return configure(input, classes, 8, 16, List.of(120, 84));
  }

  private static ComputationGraphConfiguration configure(
      ImageShape input, int classes, int first, int second, List<Integer> dense) {
    GraphBuilder graph =
        Configurations.graph(input)
            .addLayer("conv1", convolution(first), Configurations.INPUT)
            .addLayer("pool1", maxPool(), "conv1")
            .addLayer("conv2", convolution(second), "pool1")
            .addLayer("pool2", maxPool(), "conv2");
    String last = "pool2";
    for (int i = 0; i < dense.size(); i++) {
      String name = i == 0 ? "dense" : "dense" + (i + 1);
      graph.addLayer(name, dense(dense.get(i)), last);
      last = name;
    }
    graph.addLayer("output", Configurations.classifier(classes), last);
    return Configurations.finish(graph, "output");
  }

  private static DenseLayer dense(int width) {
    return new DenseLayer.Builder()
        .nOut(width)
        .activation(Activation.RELU)
        .weightInit(WeightInit.RELU)
        .build();
  }

  private static ConvolutionLayer convolution(int width) {
    return new ConvolutionLayer.Builder(5, 5)
        .convolutionMode(ConvolutionMode.Truncate)
        .dataFormat(Configurations.FORMAT)
        .nOut(width)
        .activation(Activation.IDENTITY)
        .weightInit(WeightInit.XAVIER)
        .build();
  }

  private static SubsamplingLayer maxPool() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .convolutionMode(ConvolutionMode.Truncate)
        .dataFormat(Configurations.FORMAT)
        .build();
  }
}
