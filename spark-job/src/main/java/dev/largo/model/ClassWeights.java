package dev.largo.model;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.jspecify.annotations.Nullable;
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

  private static @Nullable ILossFunction loss(@Nullable GraphVertex vertex) {
    Layer layer = vertex instanceof LayerVertex v ? v.getLayerConf().getLayer() : null;
    if (layer instanceof OutputLayer output) {
      return output.getLossFn();
    }
    return layer instanceof LossLayer output ? output.getLossFn() : null;
  }
}
