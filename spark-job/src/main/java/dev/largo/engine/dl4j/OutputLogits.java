package dev.largo.engine.dl4j;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the last layer makes of a micro-batch in training, before its softmax. The graph computes it
 * for the loss and gives it to nobody, so it is made once more from the layer's input.
 */
final class OutputLogits extends BaseTrainingListener {
  private final LayerVertex output;
  private final String input;
  private float[] values = {};

  OutputLogits(ComputationGraph graph) {
    String name = graph.getConfiguration().getNetworkOutputs().get(0);
    output = (LayerVertex) graph.getVertex(name);
    GraphVertex from = graph.getVertices()[output.getInputVertices()[0].getVertexIndex()];
    input = from.getVertexName();
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    INDArray given = requireNonNull(activations.get(input));
    InputPreProcessor flattening = output.getLayerPreProcessor();
    if (flattening != null) {
      given =
          flattening.preProcess(given.dup(), (int) given.size(0), LayerWorkspaceMgr.noWorkspaces());
    }
    INDArray weights = parameter(DefaultParamInitializer.WEIGHT_KEY);
    if (weights == null) {
      values = given.dup('c').data().asFloat();
      return;
    }
    try (INDArray logits = given.mmul(weights)) {
      INDArray bias = parameter(DefaultParamInitializer.BIAS_KEY);
      if (bias != null) {
        logits.addiRowVector(bias);
      }
      values = logits.dup('c').data().asFloat();
    }
  }

  private @Nullable INDArray parameter(String key) {
    return output.paramTable(false).get(key);
  }

  /** Of the latest gradient computation, [n, class]. */
  float[] values() {
    return values;
  }
}
