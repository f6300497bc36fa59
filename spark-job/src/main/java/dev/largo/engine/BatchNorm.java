package dev.largo.engine;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 */
record BatchNorm(String input, RunningStatistics.Norm norm) {

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

  /** Adds n E[x] and n E[x^2] of each channel of the input, [n, c, ...], in float64. */
  void addMoments(Map<String, INDArray> activations, double[] moments, int offset) {
    INDArray x = requireNonNull(activations.get(input));
    int channels = norm.channels();
    int samples = (int) x.size(0);
    int plane = (int) (x.length() / samples / channels);
    float[] values = x.dup('c').data().asFloat();
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      double squares = 0;
      for (int n = 0; n < samples; n++) {
        int from = (n * channels + c) * plane;
        for (int i = from; i < from + plane; i++) {
          double v = values[i];
          sum += v;
          squares += v * v;
        }
      }
      moments[offset + c] += sum / plane;
      moments[offset + channels + c] += squares / plane;
    }
  }
}
