package dev.largo.model;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Deeplearning4j graphs made from descriptions, for the engine alone. */
public final class Graphs {
  private Graphs() {}

  /** Builds the graph with all parameters 0, in one array of its own. */
  public static ComputationGraph build(NetworkDescription network) {
    NativeRuntime.prepare();
    return withZeros(ComputationGraphConfiguration.fromJson(network.configurationJson()));
  }

  static ComputationGraph withZeros(ComputationGraphConfiguration configuration) {
    long size = 0;
    for (GraphVertex vertex : configuration.getVertices().values()) {
      size += vertex.numParams(false);
    }
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init(Nd4j.zeros(DataType.FLOAT, size), false);
    return graph;
  }

  /** Builds the graph with parameters drawn as its configuration says. */
  static ComputationGraph withRandomParameters(NetworkDescription network, long seed) {
    NativeRuntime.prepare();
    ComputationGraphConfiguration configuration =
        ComputationGraphConfiguration.fromJson(network.configurationJson());
    configuration.getDefaultConfiguration().setSeed(seed);
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }
}
