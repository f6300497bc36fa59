package dev.largo.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.preprocessors.PermutePreprocessor;

/**
 * Lets a graph that works on images with channels last take them with channels first, as they come.
 *
 * <p>The permutation is one of Deeplearning4j's own vertices, so that Deeplearning4j alone restores
 * the graph. It is put into the finished configuration, because the type it declares for its output
 * says channels first and swaps height and width. A scaling by 1 copies what it makes: it is a
 * strided view, and the oneDNN convolution reads such a one wrong.
 */
final class ChannelsFirst {
  private static final String PERMUTED = "channels-last-view";
  private static final String COPIED = "channels-last";

  private ChannelsFirst() {}

  /** Whether the graph has the permutation already, as one that Largo wrote. */
  static boolean isAccepted(ComputationGraphConfiguration configuration) {
    return configuration.getVertices().containsKey(COPIED);
  }

  /** Puts the permutation behind the graph's only input. */
  static void accept(ComputationGraphConfiguration configuration) {
    String input = configuration.getNetworkInputs().get(0);
    Map<String, List<String>> inputs = configuration.getVertexInputs();
    inputs.replaceAll(
        (vertex, from) -> {
          List<String> behind = new ArrayList<>(from);
          behind.replaceAll(name -> name.equals(input) ? COPIED : name);
          return behind;
        });
    Map<String, GraphVertex> vertices = configuration.getVertices();
    vertices.put(PERMUTED, new PreprocessorVertex(new PermutePreprocessor(0, 2, 3, 1)));
    inputs.put(PERMUTED, List.of(input));
    vertices.put(COPIED, new ScaleVertex(1));
    inputs.put(COPIED, List.of(PERMUTED));
    configuration.setTopologicalOrder(null);
    configuration.setTopologicalOrderStr(null);
  }
}
