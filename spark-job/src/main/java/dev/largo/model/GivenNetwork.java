package dev.largo.model;

import dev.largo.data.ImageShape;
import dev.largo.optim.layout.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Turns what a network file holds into a network for the data at hand. */
final class GivenNetwork {
  private GivenNetwork() {}

  /**
   * Checks it, translates what can be translated, and tries it on two black images.
   *
   * @param where of it, for messages: the key of the configuration and the file
   * @param name what to call the network
   * @param trained whether it is to be trained, not only to be read
   * @throws ModelException if it has settings that Largo would not follow, or does not fit the data
   */
  static Network fit(
      String where,
      String name,
      boolean trained,
      NetworkFile.Content content,
      ImageShape input,
      int classes)
      throws ModelException {
    try {
      ComputationGraphConfiguration configuration = content.graph().getConfiguration().clone();
      List<String> warnings = new ArrayList<>(GivenConfiguration.adapt(configuration, trained));
      FlatInput.accept(configuration, input);
      warnings.replaceAll(warning -> where + ": " + warning);
      NetworkDescription description =
          new NetworkDescription(name, configuration.toJson(), input, classes);
      ComputationGraph graph = Graphs.build(description);
      copyParameters(content.graph(), graph);
      requireFit(graph, input, classes);
      ParameterLayout layout = Layouts.of(graph);
      float[] given = content.hasParameters() ? FlatArrays.copy(graph.params()) : null;
      graph.params().close();
      return new Network(description, layout, given, warnings);
    } catch (ModelException e) {
      throw new ModelException(where + ": " + e.getMessage(), e);
    }
  }

  /** By name: a vertex more may change the order in which the graph sorts its layers. */
  static void copyParameters(ComputationGraph from, ComputationGraph to) {
    for (GraphVertex vertex : from.getVertices()) {
      if (vertex.hasLayer()) {
        Map<String, INDArray> source = vertex.paramTable(false);
        to.getVertex(vertex.getVertexName())
            .paramTable(false)
            .forEach((key, view) -> view.assign(source.get(key)));
      }
    }
  }

  private static void requireFit(ComputationGraph graph, ImageShape input, int classes)
      throws ModelException {
    long[] shape;
    try (INDArray images =
            Nd4j.zeros(DataType.FLOAT, 2, input.channels(), input.height(), input.width());
        INDArray output = graph.outputSingle(false, images)) {
      shape = output.shape();
    } catch (RuntimeException e) {
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "the network does not take the data's images, %dx%dx%d (channels x height x width):"
                  + " %s",
              input.channels(),
              input.height(),
              input.width(),
              NetworkFile.firstLine(e)),
          e);
    }
    if (shape.length != 2 || shape[1] != classes) {
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "the network's output for an image is %s, the data has %d classes",
              Arrays.toString(Arrays.copyOfRange(shape, 1, shape.length)),
              classes));
    }
  }
}
