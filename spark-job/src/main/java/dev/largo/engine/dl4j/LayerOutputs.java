package dev.largo.engine.dl4j;

import dev.largo.engine.ActivationObserver;
import dev.largo.model.HostMemory;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Shows an observer what the vertices of a graph give on in a gradient computation. */
final class LayerOutputs extends BaseTrainingListener {
  private final ComputationGraph graph;
  private final OutputLogits logits;
  private ActivationObserver observer = ActivationObserver.NONE;

  /**
   * Shows nobody anything.
   *
   * @param logits is told of each forward pass before this one
   */
  LayerOutputs(ComputationGraph graph, OutputLogits logits) {
    this.graph = graph;
    this.logits = logits;
  }

  /** Who is shown the outputs from now on. */
  void show(ActivationObserver to) {
    observer = to;
  }

  /** The last layer's output is not among the activations: the graph needs its loss alone. */
  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    if (observer == ActivationObserver.NONE) {
      return;
    }
    List<String> inputs = graph.getConfiguration().getNetworkInputs();
    String last = graph.getConfiguration().getNetworkOutputs().get(0);
    for (int index : graph.topologicalSortOrder()) {
      String name = graph.getVertices()[index].getVertexName();
      INDArray output = activations.get(name);
      if (name.equals(last)) {
        observer.output(name, FloatBuffer.wrap(logits.values()).asReadOnlyBuffer());
      } else if (output != null && !inputs.contains(name)) {
        // One after the other, and beside the Java heap: outputs may be large.
        try (INDArray copy = output.dup('c')) {
          HostMemory.fetch(copy);
          FloatBuffer values = ((FloatPointer) copy.data().pointer()).asBuffer();
          observer.output(name, values.limit((int) copy.length()).asReadOnlyBuffer());
        }
      }
    }
  }
}
