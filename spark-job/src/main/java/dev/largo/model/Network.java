package dev.largo.model;

import dev.largo.optim.layout.ParameterLayout;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network as the driver holds it: what executors need to build it, how its parameters lie, and
 * where they start.
 *
 * <pre>{@code
 * Network network = Networks.create(new ModelConfig("lenet", null), shape, 10, hadoop);
 * float[] parameters = network.initialParameters(1);
 * }</pre>
 */
public final class Network {
  private final NetworkDescription description;
  private final ParameterLayout layout;
  private final float @Nullable [] given;
  private final List<String> warnings;

  Network(
      NetworkDescription description,
      ParameterLayout layout,
      float @Nullable [] given,
      List<String> warnings) {
    this.description = description;
    this.layout = layout;
    this.given = given;
    this.warnings = List.copyOf(warnings);
  }

  /** What travels to the executors. */
  public NetworkDescription description() {
    return description;
  }

  /** The segments of the flat vector, in Deeplearning4j's order. */
  public ParameterLayout layout() {
    return layout;
  }

  /** What of a network file is not used or was translated: one line each, for the user. */
  public List<String> warnings() {
    return warnings;
  }

  /** The same network under another name. */
  public Network named(String name) {
    NetworkDescription renamed =
        new NetworkDescription(
            name, description.configurationJson(), description.input(), description.classes());
    return new Network(renamed, layout, given, warnings);
  }

  /** Whether it came with parameters, from a network file. */
  public boolean hasParameters() {
    return given != null;
  }

  /**
   * The parameters that training starts from: those in the network file where it has some, else
   * drawn as the configuration says.
   *
   * @return {@code float[layout().size()]}, the caller's own; the same for the same seed
   */
  public float[] initialParameters(long seed) {
    if (given != null) {
      return given.clone();
    }
    ComputationGraph graph = Graphs.withRandomParameters(description, seed);
    float[] values = FlatArrays.copy(graph.params());
    graph.params().close();
    return values;
  }

  /**
   * The network with parameters, for whoever wants to use it with Deeplearning4j.
   *
   * @param values in the order of {@link #layout}
   */
  public ComputationGraph with(float[] values) {
    ComputationGraph graph = Graphs.build(description);
    try (INDArray vector = FlatArrays.vector(values)) {
      graph.params().assign(vector);
    }
    return graph;
  }

  /**
   * Puts parameters into the network of a program that this one was made of, layer by layer: what
   * was added for the data's sake may have changed their order.
   *
   * @param values in the order of {@link #layout}
   */
  public void copyTo(ComputationGraph graph, float[] values) {
    ComputationGraph own = with(values);
    try {
      GivenNetwork.copyParameters(own, graph);
    } finally {
      own.params().close();
    }
  }
}
