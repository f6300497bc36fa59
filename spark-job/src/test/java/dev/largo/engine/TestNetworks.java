package dev.largo.engine;

import dev.largo.config.ModelConfig;
import dev.largo.data.ImageShape;
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
}
