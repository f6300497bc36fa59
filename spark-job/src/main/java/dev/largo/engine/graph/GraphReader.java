package dev.largo.engine.graph;

import static java.util.Objects.requireNonNull;

import dev.largo.data.ImageShape;
import dev.largo.engine.graph.Operator.Addition;
import dev.largo.engine.graph.Operator.BatchNormalization;
import dev.largo.engine.graph.Operator.Convolution;
import dev.largo.engine.graph.Operator.Dense;
import dev.largo.engine.graph.Operator.Pooling;
import dev.largo.engine.graph.Operator.Reduction;
import dev.largo.engine.graph.Operator.Relu;
import dev.largo.model.Graphs;
import dev.largo.model.Layouts;
import dev.largo.model.NetworkDescription;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.preprocessors.PermutePreprocessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/**
 * Reads a Deeplearning4j configuration as operators.
 *
 * <p>Values are images or flat vectors without an order of axes; a graph with channels first and
 * the same one with channels last differ only where an image is flattened for a dense layer.
 */
public final class GraphReader {
  /** The order of axes in which a network that works on channels last takes its input. */
  private static final int[] CHANNELS_LAST = {0, 2, 3, 1};

  private final ComputationGraphConfiguration configuration;
  private final Map<String, Integer> offsets = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final Map<String, Integer> values = new HashMap<>();
  private final List<Operator> operators = new ArrayList<>();
  private final Shape input;

  private GraphReader(
      ComputationGraphConfiguration configuration, ParameterLayout layout, ImageShape image) {
    this.configuration = configuration;
    for (Segment segment : layout.segments()) {
      offsets.put(segment.name(), segment.offset());
    }
    configuration
        .getVertexInputs()
        .values()
        .forEach(from -> from.forEach(name -> readers.merge(name, 1, Integer::sum)));
    input = new Shape(image.channels(), image.height(), image.width());
  }

  /**
   * Reads a network.
   *
   * @throws UnsupportedLayerException naming the first layer that no operator expresses exactly
   */
  public static LayerGraph read(NetworkDescription network) throws UnsupportedLayerException {
    ComputationGraph graph = Graphs.build(network);
    try {
      ParameterLayout layout = Layouts.of(graph);
      GraphReader reader = new GraphReader(graph.getConfiguration(), layout, network.input());
      for (int vertex : graph.topologicalSortOrder()) {
        reader.readVertex(graph.getVertices()[vertex].getVertexName());
      }
      return reader.result(layout);
    } finally {
      graph.params().close();
    }
  }

  private LayerGraph result(ParameterLayout layout) throws UnsupportedLayerException {
    List<String> outputs = configuration.getNetworkOutputs();
    boolean output =
        outputs.size() == 1
            && requireNonNull(values.get(outputs.get(0))) == operators.size()
            && operators.get(operators.size() - 1) instanceof Dense logits
            && !logits.relu();
    if (!output || configuration.getNetworkInputs().size() != 1) {
      throw new UnsupportedLayerException("network", "not one input and one output at its end");
    }
    LayerGraph graph = new LayerGraph(input, operators, layout);
    for (int value = 0; value < operators.size(); value++) {
      if (graph.readers(value) == 0) {
        String unread = value == 0 ? "input" : operators.get(value - 1).name();
        throw new UnsupportedLayerException(unread, "read by nothing");
      }
    }
    return graph;
  }

  private void readVertex(String name) throws UnsupportedLayerException {
    if (configuration.getNetworkInputs().contains(name)) {
      values.put(name, 0);
      return;
    }
    GraphVertex vertex = requireNonNull(configuration.getVertices().get(name));
    List<String> from = requireNonNull(configuration.getVertexInputs().get(name));
    if (vertex instanceof LayerVertex layer) {
      readLayer(name, layer, from.get(0));
    } else if (vertex instanceof ElementWiseVertex sum
        && sum.getOp() == ElementWiseVertex.Op.Add
        && from.size() == 2) {
      append(new Addition(name, value(from.get(0)), value(from.get(1)), false, shape(from.get(0))));
    } else if (isRearrangement(vertex, from.get(0))) {
      values.put(name, value(from.get(0)));
    } else {
      throw new UnsupportedLayerException(name, vertex.getClass().getSimpleName());
    }
  }

  /** Vertices that change the order of axes, and nothing that the values mean. */
  private boolean isRearrangement(GraphVertex vertex, String from) {
    return (vertex instanceof ScaleVertex scale && scale.getScaleFactor() == 1)
        || (vertex instanceof PreprocessorVertex permutation
            && permutation.getPreProcessor() instanceof PermutePreprocessor order
            && Arrays.equals(order.getPermutationIndices(), CHANNELS_LAST)
            && configuration.getNetworkInputs().contains(from));
  }

  private void readLayer(String name, LayerVertex vertex, String from)
      throws UnsupportedLayerException {
    Layer layer = vertex.getLayerConf().getLayer();
    LayerSettings.requireNoNoise(name, layer);
    boolean channelsLast = LayerSettings.flattening(name, vertex.getPreProcessor());
    Class<?> kind = layer.getClass();
    if (vertex.getPreProcessor() != null && kind != DenseLayer.class && kind != OutputLayer.class) {
      throw new UnsupportedLayerException(name, "an image flattened in front of it");
    }
    if (kind == ConvolutionLayer.class) {
      convolution(name, (ConvolutionLayer) layer, from);
    } else if (kind == org.deeplearning4j.nn.conf.layers.BatchNormalization.class) {
      norm(name, (org.deeplearning4j.nn.conf.layers.BatchNormalization) layer, from);
    } else if (kind == SubsamplingLayer.class) {
      pooling(name, (SubsamplingLayer) layer, from);
    } else if (kind == GlobalPoolingLayer.class) {
      globalPooling(name, (GlobalPoolingLayer) layer, from);
    } else if (kind == ActivationLayer.class) {
      values.put(name, value(from));
      activation(name, ((ActivationLayer) layer).getActivationFn(), from);
    } else if (kind == DenseLayer.class) {
      DenseLayer dense = (DenseLayer) layer;
      if (dense.hasLayerNorm()) {
        throw new UnsupportedLayerException(name, "layer norm");
      }
      dense(name, dense.hasBias(), Math.toIntExact(dense.getNOut()), channelsLast, from);
      activation(name, dense.getActivationFn(), name);
    } else if (kind == OutputLayer.class) {
      OutputLayer output = (OutputLayer) layer;
      LayerSettings.requireCrossEntropy(name, output.getLossFn(), output.getActivationFn());
      dense(name, output.hasBias(), Math.toIntExact(output.getNOut()), channelsLast, from);
    } else if (kind == LossLayer.class) {
      LossLayer output = (LossLayer) layer;
      LayerSettings.requireCrossEntropy(name, output.getLossFn(), output.getActivationFn());
      values.put(name, value(from));
    } else {
      throw new UnsupportedLayerException(name, kind.getSimpleName());
    }
  }

  private void convolution(String name, ConvolutionLayer layer, String from)
      throws UnsupportedLayerException {
    Shape shape = shape(from);
    Window window =
        LayerSettings.window(
            name,
            layer.getConvolutionMode(),
            layer.getKernelSize(),
            layer.getStride(),
            layer.getDilation(),
            layer.getPadding(),
            shape);
    append(
        new Convolution(
            name,
            value(from),
            window,
            offset(name, "W"),
            layer.hasBias() ? offset(name, "b") : Operator.ABSENT,
            false,
            window.output(shape, Math.toIntExact(layer.getNOut()))));
    activation(name, layer.getActivationFn(), name);
  }

  private void norm(
      String name, org.deeplearning4j.nn.conf.layers.BatchNormalization layer, String from)
      throws UnsupportedLayerException {
    if (layer.isLockGammaBeta() || !layer.isMinibatch()) {
      throw new UnsupportedLayerException(name, "locked scales or no mini-batch");
    }
    Shape shape = shape(from);
    int scales = offset(name, "gamma");
    if (offset(name, "beta") != scales + shape.channels()) {
      throw new UnsupportedLayerException(name, "shifts apart from scales");
    }
    append(
        new BatchNormalization(
            name,
            value(from),
            scales,
            offset(name, "mean"),
            offset(name, layer.isUseLogStd() ? "log10stdev" : "var"),
            layer.isUseLogStd(),
            layer.getDecay(),
            layer.getEps(),
            false,
            shape));
  }

  private void pooling(String name, SubsamplingLayer layer, String from)
      throws UnsupportedLayerException {
    Shape shape = shape(from);
    Window window =
        LayerSettings.window(
            name,
            layer.getConvolutionMode(),
            layer.getKernelSize(),
            layer.getStride(),
            layer.getDilation(),
            layer.getPadding(),
            shape);
    Reduction average =
        layer.isAvgPoolIncludePadInDivisor() ? Reduction.AVERAGE_WITH_PADDING : Reduction.AVERAGE;
    append(
        new Pooling(
            name,
            value(from),
            window,
            LayerSettings.reduction(name, layer.getPoolingType(), average),
            window.output(shape, shape.channels())));
  }

  private void globalPooling(String name, GlobalPoolingLayer layer, String from)
      throws UnsupportedLayerException {
    LayerSettings.requireWhole(name, layer);
    Shape shape = shape(from);
    append(
        new Pooling(
            name,
            value(from),
            Window.whole(shape),
            LayerSettings.reduction(name, layer.getPoolingType(), Reduction.AVERAGE),
            Shape.flat(shape.channels())));
  }

  private void dense(String name, boolean bias, int units, boolean channelsLast, String from)
      throws UnsupportedLayerException {
    append(
        new Dense(
            name,
            value(from),
            offset(name, "W"),
            bias ? offset(name, "b") : Operator.ABSENT,
            channelsLast,
            false,
            Shape.flat(units)));
  }

  /** Puts a ReLU behind a value: into the operator that makes it, if nothing else reads it. */
  private void activation(String name, IActivation function, String from)
      throws UnsupportedLayerException {
    if (function instanceof ActivationIdentity) {
      return;
    }
    if (!(function instanceof ActivationReLU)) {
      throw new UnsupportedLayerException(name, "activation " + function);
    }
    int value = value(from);
    Operator maker = value == 0 ? null : operators.get(value - 1);
    boolean fuses =
        maker != null
            && !(maker instanceof Pooling)
            && maker.name().equals(from)
            && (name.equals(from) || readers.getOrDefault(from, 0) == 1);
    if (maker != null && fuses) {
      operators.set(value - 1, maker.withRelu());
      values.put(name, value);
    } else {
      operators.add(new Relu(name, value, shape(from)));
      values.put(name, operators.size());
    }
  }

  private void append(Operator operator) {
    operators.add(operator);
    values.put(operator.name(), operators.size());
  }

  private int value(String vertex) {
    return requireNonNull(values.get(vertex));
  }

  private Shape shape(String vertex) {
    int value = value(vertex);
    return value == 0 ? input : operators.get(value - 1).output();
  }

  private int offset(String vertex, String parameter) throws UnsupportedLayerException {
    Integer offset = offsets.get(vertex + "." + parameter);
    if (offset == null) {
      throw new UnsupportedLayerException(vertex, "no parameter " + parameter);
    }
    return offset;
  }
}
