package dev.largo.spark;

import dev.largo.evaluate.ModelVectors;
import dev.largo.model.Network;
import dev.largo.model.NetworkDescription;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** The teachers of a run, as they reach a worker. */
final class TeacherModels implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<NetworkDescription> networks;
  private final ModelVectors parameters;

  private TeacherModels(List<NetworkDescription> networks, ModelVectors parameters) {
    this.networks = new ArrayList<>(networks);
    this.parameters = parameters;
  }

  /** Has Spark keep teachers on each executor. */
  static TeacherModels share(JavaSparkContext spark, List<Network> teachers) {
    List<Broadcast<float[]>> parameters = new ArrayList<>();
    for (Network teacher : teachers) {
      parameters.add(spark.broadcast(teacher.initialParameters(0)));
    }
    return new TeacherModels(
        teachers.stream().map(Network::description).toList(), new BroadcastModels(parameters));
  }

  List<NetworkDescription> networks() {
    return networks;
  }

  /** The flat vectors, in the order of the networks. */
  List<Supplier<float[]>> parameters() {
    List<Supplier<float[]>> suppliers = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      int number = i;
      suppliers.add(() -> parameters.parameters(number));
    }
    return suppliers;
  }
}
