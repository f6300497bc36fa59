package dev.largo.model;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Finds losses that weigh classes. */
public final class ClassWeights {
  private ClassWeights() {}

  /** Whether the loss of a network counts some classes for more than others. */
  public static boolean areIn(NetworkDescription network) {
    ComputationGraphConfiguration graph =
        ComputationGraphConfiguration.fromJson(network.configurationJson());
    return graph.getNetworkOutputs().stream()
        .map(name -> graph.getVertices().get(name))
        .anyMatch(
            vertex -> loss(vertex) instanceof LossMCXENT entropy && entropy.getWeights() != null);
  }

  private static Object loss(GraphVertex vertex) {
    if (!(vertex instanceof LayerVertex layer)) {
      return vertex;
    }
    ILossFunction loss =
        layer.getLayerConf().getLayer() instanceof OutputLayer output
            ? output.getLossFn()
            : layer.getLayerConf().getLayer() instanceof LossLayer last ? last.getLossFn() : null;
    return loss == null ? vertex : loss;
  }
}
