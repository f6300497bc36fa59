package dev.largo.engine.dl4j;

import static java.util.Objects.requireNonNull;

import dev.largo.engine.RunningStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch norm of the graph.
 *
 * @param input name of the vertex whose output it normalizes
 * @param channelsLast whether that is [n, h, w, c]; otherwise [n, c, h, w] or [n, c]
 */
record BatchNorm(String input, boolean channelsLast, RunningStatistics.Norm norm) {

  /** The batch norms of a graph, in the order of their parameters. */
  static List<BatchNorm> of(ComputationGraph graph) {
    List<BatchNorm> norms = new ArrayList<>();
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      if (vertex instanceof LayerVertex layer
          && layer.getLayer().conf().getLayer() instanceof BatchNormalization conf) {
        Map<String, INDArray> table = layer.paramTable(false);
        INDArray mean = requireNonNull(table.get(BatchNormalizationParamInitializer.GLOBAL_MEAN));
        String key =
            conf.isUseLogStd()
                ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
                : BatchNormalizationParamInitializer.GLOBAL_VAR;
        int from = vertex.getInputVertices()[0].getVertexIndex();
        norms.add(
            new BatchNorm(
                graph.getVertices()[from].getVertexName(),
                conf.getCnn2DFormat() == CNN2DFormat.NHWC,
                new RunningStatistics.Norm(
                    (int) mean.offset(),
                    (int) requireNonNull(table.get(key)).offset(),
                    conf.isUseLogStd(),
                    (int) mean.length())));
      }
    }
    norms.sort((a, b) -> Integer.compare(a.norm.mean(), b.norm.mean()));
    return List.copyOf(norms);
  }

  /**
   * Adds n E[x] and n E[x^2] of each channel of the input, in float64. The input is [n, c], [n, c,
   * h, w] or, channels last, [n, h, w, c].
   */
  void addMoments(Map<String, INDArray> activations, double[] moments, int offset) {
    INDArray x = requireNonNull(activations.get(input));
    int channels = norm.channels();
    int plane = (int) (x.length() / x.size(0) / channels);
    // Position of an element in its sample is channel * stride + place * (all else).
    int channelStride = channelsLast ? 1 : plane;
    int placeStride = channelsLast ? channels : 1;
    float[] values;
    try (INDArray copy = x.dup('c')) {
      values = copy.data().asFloat();
    }
    double[] sums = new double[channels];
    double[] squares = new double[channels];
    for (int sample = 0; sample < values.length; sample += channels * plane) {
      for (int place = 0; place < plane; place++) {
        for (int c = 0; c < channels; c++) {
          double v = values[sample + c * channelStride + place * placeStride];
          sums[c] += v;
          squares[c] += v * v;
        }
      }
    }
    for (int c = 0; c < channels; c++) {
      moments[offset + c] += sums[c] / plane;
      moments[offset + channels + c] += squares[c] / plane;
    }
  }
}
