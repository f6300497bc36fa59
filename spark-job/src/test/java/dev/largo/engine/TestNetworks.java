package dev.largo.engine;

import dev.largo.config.ModelConfig;
import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.model.Graphs;
import dev.largo.model.Network;
import dev.largo.model.NetworkDescription;
import dev.largo.model.Networks;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks, parameters and gradients for tests of engines. */
public final class TestNetworks {
  public static final int CLASSES = 5;

  private TestNetworks() {}

  /** A built-in network. */
  public static NetworkDescription builtIn(String name, ImageShape shape) throws Exception {
    Network network =
        Networks.create(new ModelConfig(name, null), shape, CLASSES, new Configuration(false));
    return network.description();
  }

  /** A graph that a test adds layers to, from {@code in}; channels first, weights drawn. */
  public static GraphBuilder graph(ImageShape shape) {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .dataType(DataType.FLOAT)
        .updater(new NoOp())
        .activation(Activation.IDENTITY)
        .graphBuilder()
        .addInputs("in")
        .setInputTypes(InputType.convolutional(shape.height(), shape.width(), shape.channels()));
  }

  /** The graph with a classifier behind {@code last}. */
  public static NetworkDescription finish(GraphBuilder graph, ImageShape shape, String last) {
    graph
        .addLayer(
            "out",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build(),
            last)
        .setOutputs("out");
    // JSON keeps a batch norm's useLogStd only through the parameter names of a built graph.
    ComputationGraph built = new ComputationGraph(graph.build());
    built.init();
    return new NetworkDescription("test", built.getConfiguration().toJson(), shape, CLASSES);
  }

  /** Parameters at no special value: scales near 1, running variances between 1 and 2. */
  public static float[] parameters(ParameterLayout layout, long seed) {
    Random random = new Random(seed);
    float[] values = new float[layout.size()];
    for (Segment segment : layout.segments()) {
      double spread =
          segment.role() == Role.WEIGHT
              ? 0.8 / Math.sqrt((double) segment.length() / segment.rows())
              : 0.1;
      for (int i = segment.offset(); i < segment.end(); i++) {
        double value = spread * random.nextGaussian();
        if (segment.role() == Role.NORM_SCALE) {
          value += 1;
        } else if (segment.name().endsWith(".var")) {
          value = 1 + random.nextDouble();
        } else if (segment.name().endsWith(".log10stdev")) {
          value = 0.15 * random.nextDouble();
        }
        values[i] = (float) value;
      }
    }
    return values;
  }

  /** What Deeplearning4j's own layers compute in float64, without any native helper. */
  public static double[] referenceGradient(
      NetworkDescription network, float[] parameters, MicroBatch batch) {
    ComputationGraph graph = reference(network, widen(parameters), batch);
    return graph.getGradientsViewArray().data().asDouble();
  }

  /** The loss in float64, summed over the samples. */
  public static double referenceLoss(
      NetworkDescription network, double[] parameters, MicroBatch batch) {
    return reference(network, parameters, batch).score() * batch.count();
  }

  /** The loss in float64 of the network as it is used after training, summed. */
  public static double referenceScore(
      NetworkDescription network, float[] parameters, MicroBatch batch) {
    ComputationGraph graph = reference(network, widen(parameters), batch);
    INDArray output = graph.outputSingle(false, graph.getInput(0));
    double loss = 0;
    for (int i = 0; i < batch.count(); i++) {
      loss -= Math.log(Math.max(1e-10, output.getDouble(i, batch.labels()[i])));
    }
    return loss;
  }

  private static ComputationGraph reference(
      NetworkDescription network, double[] parameters, MicroBatch batch) {
    ComputationGraph graph = Graphs.build(network).convertDataType(DataType.DOUBLE);
    graph.setParams(Nd4j.createFromArray(parameters).reshape(1, parameters.length));
    graph.initGradientsView();
    ImageShape shape = network.input();
    double[] features = new double[batch.count() * shape.values()];
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, batch.count(), network.classes());
    for (int i = 0; i < features.length; i++) {
      features[i] = batch.features()[i];
    }
    for (int i = 0; i < batch.count(); i++) {
      labels.putScalar(i, batch.labels()[i], 1);
    }
    graph.setInput(
        0,
        Nd4j.createFromArray(features)
            .reshape(batch.count(), shape.channels(), shape.height(), shape.width()));
    graph.setLabel(0, labels);
    graph.computeGradientAndScore();
    return graph;
  }

  public static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
