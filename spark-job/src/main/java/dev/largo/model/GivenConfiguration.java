package dev.largo.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * What a given configuration may and may not say: Deeplearning4j only computes gradients here, so
 * whatever its own updaters would do besides is translated or refused, never dropped in silence.
 */
final class GivenConfiguration {
  private GivenConfiguration() {}

  /**
   * Changes it in place into one that Largo trains, or one that is only read.
   *
   * @param trained whether its own ways of training matter
   * @return a line for everything that was replaced
   * @throws ModelException if it asks for what Largo would not do
   */
  static List<String> adapt(ComputationGraphConfiguration configuration, boolean trained)
      throws ModelException {
    requireOneEach(configuration);
    List<String> warnings = new ArrayList<>();
    adaptOutput(configuration, warnings);
    Set<String> updaters = new LinkedHashSet<>();
    for (Map.Entry<String, GraphVertex> entry : configuration.getVertices().entrySet()) {
      if (entry.getValue() instanceof FrozenVertex) {
        throw frozen(entry.getKey());
      }
      if (entry.getValue() instanceof LayerVertex vertex) {
        if (trained) {
          requireNothingIgnored(entry.getKey(), vertex.getLayerConf().getLayer());
        }
        adaptLayer(entry.getKey(), vertex.getLayerConf(), updaters);
      }
    }
    configuration.getDefaultConfiguration().setSeed(0);
    configuration.getDefaultConfiguration().setMiniBatch(true);
    if (!updaters.isEmpty()) {
      warnings.add(
          "its updater (" + String.join(", ", updaters) + ") is replaced by Largo's optimizer");
    }
    if (configuration.getVertices().values().stream().anyMatch(GivenConfiguration::channelsLast)
        && !ChannelsFirst.isAccepted(configuration)) {
      ChannelsFirst.accept(configuration);
    }
    return warnings;
  }

  private static void requireNothingIgnored(String name, Layer layer) throws ModelException {
    for (String key : layer.initializer().paramKeys(layer)) {
      if (layer.getRegularizationByParam(key) != null
          && !layer.getRegularizationByParam(key).isEmpty()) {
        throw new ModelException(
            "layer "
                + name
                + " has "
                + layer.getRegularizationByParam(key).get(0).getClass().getSimpleName()
                + ", which Largo would not apply: take it out and set optimizer.weight-decay");
      }
    }
    if (layer.getConstraints() != null && !layer.getConstraints().isEmpty()) {
      throw new ModelException(
          "layer " + name + " has a constraint on its parameters, which Largo would not apply");
    }
    if (layer instanceof BaseLayer base
        && base.getGradientNormalization() != null
        && base.getGradientNormalization() != GradientNormalization.None) {
      throw new ModelException(
          "layer " + name + " has gradient normalization, which Largo would not apply");
    }
  }

  private static void adaptLayer(String name, NeuralNetConfiguration conf, Set<String> updaters)
      throws ModelException {
    Layer layer = conf.getLayer();
    if (layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop) {
      throw frozen(name);
    }
    for (String key : layer.initializer().paramKeys(layer)) {
      IUpdater updater = layer.getUpdaterByParam(key);
      if (updater != null && !(updater instanceof NoOp)) {
        updaters.add(updater.getClass().getSimpleName());
      }
    }
    if (layer instanceof BaseLayer base) {
      base.setIUpdater(new NoOp());
      base.setBiasUpdater(null);
    }
    conf.setSeed(0);
    conf.setMiniBatch(true);
  }

  private static void adaptOutput(
      ComputationGraphConfiguration configuration, List<String> warnings) throws ModelException {
    String name = configuration.getNetworkOutputs().get(0);
    GraphVertex vertex = configuration.getVertices().get(name);
    Layer layer = vertex instanceof LayerVertex v ? v.getLayerConf().getLayer() : null;
    ILossFunction loss;
    IActivation activation;
    if (layer instanceof OutputLayer output) {
      loss = output.getLossFn();
      activation = output.getActivationFn();
    } else if (layer instanceof LossLayer output) {
      moveSoftmax(configuration, name, output);
      loss = output.getLossFn();
      activation = output.getActivationFn();
    } else {
      throw new ModelException(
          "its output "
              + name
              + " has no loss: end it with an OutputLayer (a Keras model: compile it with"
              + " loss='categorical_crossentropy' before saving it)");
    }
    if (loss instanceof LossSparseMCXENT) {
      warnings.add("its sparse cross-entropy is replaced by the same over one-hot labels");
      if (layer instanceof OutputLayer output) {
        output.setLossFn(new LossMCXENT());
      } else if (layer instanceof LossLayer output) {
        output.setLossFn(new LossMCXENT());
      }
    } else if (loss.getClass() != LossMCXENT.class
        && loss.getClass() != LossNegativeLogLikelihood.class) {
      throw new ModelException(
          "its loss is " + loss.name() + ": Largo trains classifiers with MCXENT (cross-entropy)");
    }
    if (!(activation instanceof ActivationSoftmax)) {
      throw new ModelException(
          "its output's activation is " + activation + ": cross-entropy needs softmax");
    }
  }

  /**
   * Keras models arrive as a layer with softmax and a loss layer behind it. Softmax within the loss
   * layer is the same function, with a gradient that does not divide by small probabilities.
   */
  private static void moveSoftmax(
      ComputationGraphConfiguration configuration, String name, LossLayer output) {
    List<String> inputs = configuration.getVertexInputs().getOrDefault(name, List.of());
    if (!(output.getActivationFn() instanceof ActivationIdentity) || inputs.size() != 1) {
      return;
    }
    GraphVertex vertex = configuration.getVertices().get(inputs.get(0));
    Layer layer = vertex instanceof LayerVertex v ? v.getLayerConf().getLayer() : null;
    if (layer instanceof BaseLayer base && base.getActivationFn() instanceof ActivationSoftmax) {
      base.setActivationFn(new ActivationIdentity());
      output.setActivationFn(new ActivationSoftmax());
    } else if (layer instanceof ActivationLayer last
        && last.getActivationFn() instanceof ActivationSoftmax) {
      last.setActivationFn(new ActivationIdentity());
      output.setActivationFn(new ActivationSoftmax());
    }
  }

  /** Whether a vertex works on images with their channels last. */
  static boolean channelsLast(GraphVertex vertex) {
    if (!(vertex instanceof LayerVertex layer)) {
      return false;
    }
    CNN2DFormat format = CNN2DFormat.NCHW;
    if (layer.getLayerConf().getLayer() instanceof ConvolutionLayer convolution) {
      format = convolution.getCnn2dDataFormat();
    } else if (layer.getLayerConf().getLayer() instanceof SubsamplingLayer pooling) {
      format = pooling.getCnn2dDataFormat();
    } else if (layer.getLayerConf().getLayer() instanceof BatchNormalization norm) {
      format = norm.getCnn2DFormat();
    } else if (layer.getPreProcessor() instanceof CnnToFeedForwardPreProcessor flatten) {
      format = flatten.getFormat();
    }
    return format == CNN2DFormat.NHWC;
  }

  /** Refuses a graph that has not one input and one output. */
  static void requireOneEach(ComputationGraphConfiguration configuration) throws ModelException {
    requireOne("input", configuration.getNetworkInputs());
    requireOne("output", configuration.getNetworkOutputs());
  }

  private static void requireOne(String what, List<String> names) throws ModelException {
    if (names.size() != 1) {
      throw new ModelException("it has " + names.size() + " " + what + "s " + names + ", not one");
    }
  }

  private static ModelException frozen(String name) {
    return new ModelException(
        "layer " + name + " is frozen, which Largo would not respect: unfreeze it");
  }
}
