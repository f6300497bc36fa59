package dev.largo.model;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parameter layout of a Deeplearning4j graph. */
public final class Layouts {
  private Layouts() {}

  /**
   * Reads it from the graph's own views into its flat vector.
   *
   * @throws IllegalArgumentException if the views do not tile the vector
   */
  public static ParameterLayout of(ComputationGraph graph) {
    List<Segment> segments = new ArrayList<>();
    for (GraphVertex vertex : graph.getVertices()) {
      if (vertex.hasLayer()) {
        Layer layer = vertex.getLayer().conf().getLayer();
        for (Map.Entry<String, INDArray> entry : vertex.paramTable(false).entrySet()) {
          segments.add(segment(vertex.getVertexName(), layer, entry.getKey(), entry.getValue()));
        }
      }
    }
    segments.sort(Comparator.comparingInt(Segment::offset));
    ParameterLayout layout = new ParameterLayout(segments);
    if (layout.size() != graph.numParams()) {
      throw new IllegalArgumentException(
          "layout of " + layout.size() + " values, the graph has " + graph.numParams());
    }
    return layout;
  }

  private static Segment segment(String vertex, Layer layer, String key, INDArray view) {
    List<Integer> shape = new ArrayList<>();
    for (long side : view.shape()) {
      shape.add(Math.toIntExact(side));
    }
    Role role = role(layer, key);
    int length = Math.toIntExact(view.length());
    return new Segment(
        vertex + "." + key,
        vertex,
        role,
        Math.toIntExact(view.offset()),
        length,
        shape,
        role == Role.WEIGHT ? outputUnits(view) : length);
  }

  /**
   * The dimension that varies slowest. Convolutions are [out, in, height, width] in row-major
   * order, dense weights [in, out] in column-major order.
   */
  private static int outputUnits(INDArray view) {
    return Math.toIntExact(view.size(view.ordering() == 'f' ? view.rank() - 1 : 0));
  }

  private static Role role(Layer layer, String key) {
    if (layer instanceof BatchNormalization) {
      return switch (key) {
        case BatchNormalizationParamInitializer.GAMMA -> Role.NORM_SCALE;
        case BatchNormalizationParamInitializer.BETA -> Role.NORM_SHIFT;
        default -> Role.RUNNING_STATISTIC;
      };
    }
    ParamInitializer initializer = layer.initializer();
    return initializer.isBiasParam(layer, key) ? Role.BIAS : Role.WEIGHT;
  }
}
