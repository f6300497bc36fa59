package dev.largo.model;

import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Random images and labels for tests, from seeds. */
final class Samples {
  private Samples() {}

  /** The graph with the network's initial parameters in it. */
  static ComputationGraph graph(Network network, long seed) {
    ComputationGraph graph = Graphs.build(network.description());
    graph.params().assign(FlatArrays.vector(network.initialParameters(seed)));
    return graph;
  }

  /** Standard normal images, [samples, channels, height, width]. */
  static INDArray images(NetworkDescription network, int samples, long seed) {
    Random random = new Random(seed);
    float[] values = new float[samples * network.input().values()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return FlatArrays.vector(values)
        .reshape(
            samples, network.input().channels(), network.input().height(), network.input().width());
  }

  /** With the same dropout every time. */
  static void computeGradient(
      ComputationGraph graph, NetworkDescription network, int samples, long seed) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, samples, network.classes());
    for (int i = 0; i < samples; i++) {
      labels.putScalar(i, i % network.classes(), 1);
    }
    Nd4j.getRandom().setSeed(seed);
    graph.setInput(0, images(network, samples, seed));
    graph.setLabel(0, labels);
    graph.computeGradientAndScore();
  }
}
