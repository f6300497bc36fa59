package dev.largo.model;

import dev.largo.data.ImageShape;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Lets a graph that takes flat vectors take images, whose values lie in the same order: what makes
 * images of the vectors is taken out, or what flattens images put in.
 */
final class FlatInput {
  private FlatInput() {}

  /** Changes the layers that read the graph's only input. */
  static void accept(ComputationGraphConfiguration configuration, ImageShape input) {
    for (LayerVertex vertex : readers(configuration)) {
      InputPreProcessor given = vertex.getPreProcessor();
      Layer layer = vertex.getLayerConf().getLayer();
      if (input.equals(imageOf(given))) {
        vertex.setPreProcessor(null);
      } else if (given == null && (layer instanceof DenseLayer || layer instanceof OutputLayer)) {
        vertex.setPreProcessor(
            new CnnToFeedForwardPreProcessor(input.height(), input.width(), input.channels()));
      }
    }
  }

  /** The images that a graph makes of the flat vectors it takes; null where it does not. */
  static @Nullable ImageShape image(ComputationGraphConfiguration configuration) {
    return readers(configuration).stream()
        .map(vertex -> imageOf(vertex.getPreProcessor()))
        .filter(shape -> shape != null)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable ImageShape imageOf(@Nullable InputPreProcessor given) {
    return given instanceof FeedForwardToCnnPreProcessor image
        ? new ImageShape(
            Math.toIntExact(image.getNumChannels()),
            Math.toIntExact(image.getInputHeight()),
            Math.toIntExact(image.getInputWidth()))
        : null;
  }

  private static List<LayerVertex> readers(ComputationGraphConfiguration configuration) {
    String input = configuration.getNetworkInputs().get(0);
    return configuration.getVertexInputs().entrySet().stream()
        .filter(entry -> entry.getValue().contains(input))
        .map(Map.Entry::getKey)
        .map(configuration.getVertices()::get)
        .filter(LayerVertex.class::isInstance)
        .map(LayerVertex.class::cast)
        .toList();
  }
}
