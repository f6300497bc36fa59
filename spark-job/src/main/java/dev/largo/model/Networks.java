package dev.largo.model;

import dev.largo.config.ModelConfig;
import dev.largo.data.ImageShape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;

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
      return GivenNetwork.fit(
          config.file(), NetworkFile.read(config.file(), hadoop), input, classes);
    }
    if (config.name() == null) {
      throw new ModelException("model: set model.name, one of " + names() + ", or model.file");
    }
    return builtIn(config.name(), input, classes);
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
    NetworkDescription description =
        new NetworkDescription(name, builtIn.configure(input, classes).toJson(), input, classes);
    ComputationGraph graph = Graphs.build(description);
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
      if (distance(name, builtIn.key) < distance(name, nearest.key)) {
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

  /** Levenshtein's: least number of inserted, deleted and replaced characters. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
