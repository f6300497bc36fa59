package dev.largo.train;

import dev.largo.optim.average.RunningAverage;
import dev.largo.optim.average.SnapshotWeight;
import dev.largo.optim.average.WeightAverage;
import java.util.LinkedHashMap;
import java.util.Map;

/** The weight averages that a run keeps, over this rank's slice. */
public final class Averages {
  private final TrainingPlan plan;
  private final ParameterServer server;
  private final Map<String, WeightAverage> byName = new LinkedHashMap<>();

  /** The averages that the plan's configuration asks for, all without a sample. */
  public Averages(TrainingPlan plan, ParameterServer server) {
    this.plan = plan;
    this.server = server;
    if (plan.config().averaging().swa() != null) {
      byName.put("swa", new RunningAverage(server.slice().length(), SnapshotWeight.equal()));
    }
  }

  /** Takes in the parameters after a step, where it is due. */
  public void update(long step) {
    if (plan.averagesAt(step)) {
      for (WeightAverage average : byName.values()) {
        average.add(server.parameters(), server.slice().from());
      }
    }
  }

  /** The averages by name, those without a sample among them. */
  public Map<String, WeightAverage> byName() {
    return byName;
  }

  /** The whole averaged vector; every rank makes the call. */
  public float[] gather(WeightAverage average) {
    float[] vector = server.parameters().clone();
    average.copyTo(vector, server.slice().from());
    server.gather(vector);
    return vector;
  }
}
