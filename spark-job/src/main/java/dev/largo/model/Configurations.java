package dev.largo.model;

import dev.largo.data.ImageShape;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** What the built-in networks have in common: float32, workspaces, no updater of their own. */
final class Configurations {
  /**
   * Order of the axes inside: on one core of a processor with AVX2, LeNet trains 1.3 times as fast
   * with channels last as with channels first, and scores twice as fast; ResNet-20 the same.
   */
  static final CNN2DFormat FORMAT = CNN2DFormat.NHWC;

  /** Name of the graph's only input. */
  static final String INPUT = "input";

  private static final double CLASSIFIER_DEVIATION = 0.01;
  private static final double RUNNING_DECAY = 0.9;
  private static final double EPSILON = 1e-5;

  private Configurations() {}

  /** Finishes a graph, whose input then is [n, channels, height, width]. */
  static ComputationGraphConfiguration finish(GraphBuilder graph, String output) {
    ComputationGraphConfiguration configuration = graph.setOutputs(output).build();
    ChannelsFirst.accept(configuration);
    return configuration;
  }

  /**
   * A batch norm of images. Running statistics keep the variance itself, not its logarithm, so that
   * averaging them is linear.
   *
   * @param gamma its scale at the start
   */
  static BatchNormalization norm(double gamma) {
    return norm().gamma(gamma).dataFormat(FORMAT).build();
  }

  /** The same of vectors: what oneDNN takes for images of one place, and their channels first. */
  static BatchNormalization normOfVectors() {
    return norm().dataFormat(CNN2DFormat.NCHW).build();
  }

  private static BatchNormalization.Builder norm() {
    return new BatchNormalization.Builder().decay(RUNNING_DECAY).eps(EPSILON).useLogStd(false);
  }

  /**
   * A dense layer, softmax under cross-entropy. Weights start from N(0, 0.01^2), so that the loss
   * starts at the logarithm of the number of classes.
   */
  static OutputLayer classifier(int classes) {
    return new OutputLayer.Builder(new LossMCXENT())
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .weightInit(new NormalDistribution(0, CLASSIFIER_DEVIATION))
        .build();
  }

  /** A graph with its input and nothing else; the fixed seed keeps the JSON the same every time. */
  static GraphBuilder graph(ImageShape input) {
    return new NeuralNetConfiguration.Builder()
        .seed(0)
        .dataType(DataType.FLOAT)
        .updater(new NoOp())
        .trainingWorkspaceMode(WorkspaceMode.ENABLED)
        .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
        .graphBuilder()
        .addInputs(INPUT)
        .setInputTypes(
            InputType.convolutional(input.height(), input.width(), input.channels(), FORMAT));
  }
}
