package dev.largo.model;

import dev.largo.config.EditDistance;
import dev.largo.config.ModelConfig;
import dev.largo.data.ImageShape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/** Networks by name and from files. */
public final class Networks {
  private Networks() {}

  /**
   * Makes the network that the configuration asks for.
   *
   * @param input shape of the data's images
   * @param classes number of the data's classes, at least 2
   * @param hadoop opens {@code model.file}, wherever it is
   * @throws ModelException if there is no such network, or it does not fit the data
   */
  public static Network create(
      ModelConfig config, ImageShape input, int classes, Configuration hadoop)
      throws ModelException {
    NativeRuntime.prepare();
    if (config.file() != null) {
      return given("model.file", config.file(), true, input, classes, hadoop);
    }
    if (config.name() == null) {
      throw new ModelException("model: set model.name, one of " + names() + ", or model.file");
    }
    return builtIn(config.name(), input, classes);
  }

  /**
   * Makes the network of a file that is only read, not trained.
   *
   * @param key of the configuration that names it
   * @param uri where it is: any file system that Hadoop opens
   * @throws ModelException naming the key, if there is none, or it does not fit the data
   */
  public static Network readOnly(
      String key, String uri, ImageShape input, int classes, Configuration hadoop)
      throws ModelException {
    NativeRuntime.prepare();
    return given(key, uri, false, input, classes, hadoop);
  }

  /**
   * Makes a network of one that a program holds, with the parameters it has; the program's stays as
   * it is.
   *
   * @param where of it, for messages
   * @param graph with its parameters
   * @throws ModelException if it has settings that Largo would not follow, or does not fit the data
   */
  public static Network of(String where, ComputationGraph graph, ImageShape input, int classes)
      throws ModelException {
    NativeRuntime.prepare();
    if (graph.getConfiguration().getDataType() != DataType.FLOAT) {
      throw new ModelException(
          "%s: computes in %s; set its data type to FLOAT"
              .formatted(where, graph.getConfiguration().getDataType()));
    }
    NetworkFile.Content content = new NetworkFile.Content(graph, true);
    return GivenNetwork.fit(where, "network.zip", true, content, input, classes);
  }

  private static Network given(
      String key, String uri, boolean trained, ImageShape input, int classes, Configuration hadoop)
      throws ModelException {
    NetworkFile.Content content = NetworkFile.read(key, uri, hadoop);
    String name = new Path(uri).getName();
    return GivenNetwork.fit(key + ": " + uri, name, trained, content, input, classes);
  }

  private static Network builtIn(String name, ImageShape input, int classes) throws ModelException {
    BuiltIn builtIn = find(name);
    if (Math.min(input.height(), input.width()) < builtIn.minimumSide) {
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "model.name: %s needs images of at least %dx%d pixels, the data's are %dx%d",
              name,
              builtIn.minimumSide,
              builtIn.minimumSide,
              input.height(),
              input.width()));
    }
    ComputationGraph graph = Graphs.withZeros(builtIn.configure(input, classes));
    // JSON keeps a batch norm's useLogStd only through the parameter names of a built graph.
    NetworkDescription description =
        new NetworkDescription(name, graph.getConfiguration().toJson(), input, classes);
    Network network = new Network(description, Layouts.of(graph), null, List.of());
    graph.params().close();
    return network;
  }

  private static BuiltIn find(String name) throws ModelException {
    BuiltIn nearest = BuiltIn.LENET;
    for (BuiltIn builtIn : BuiltIn.values()) {
      if (builtIn.key.equals(name)) {
        return builtIn;
      }
      if (EditDistance.between(name, builtIn.key) < EditDistance.between(name, nearest.key)) {
        nearest = builtIn;
      }
    }
    throw new ModelException(
        String.format(
            Locale.ROOT,
            "model.name: no network is called %s; did you mean %s? The names are %s",
            name,
            nearest.key,
            names()));
  }

  private static String names() {
    return Arrays.stream(BuiltIn.values()).map(b -> b.key).collect(Collectors.joining(", "));
  }
}
