package dev.largo.train;

import dev.largo.optim.average.RunningAverage;
import java.util.LinkedHashMap;
import java.util.Map;

/** The weight averages that a run keeps, over this rank's slice. */
public final class Averages {
  private final TrainingPlan plan;
  private final ParameterServer server;
  private final Map<String, RunningAverage> byName = new LinkedHashMap<>();

  /** The averages that the plan's configuration asks for, all without a sample. */
  public Averages(TrainingPlan plan, ParameterServer server) {
    this.plan = plan;
    this.server = server;
    if (plan.config().averaging().swa() != null) {
      byName.put("swa", new RunningAverage(server.slice().length()));
    }
  }

  /** Takes in the parameters after a step, where it is due. */
  public void update(long step) {
    if (plan.averagesAt(step)) {
      for (RunningAverage average : byName.values()) {
        average.add(server.parameters(), server.slice().from());
      }
    }
  }

  /** The averages by name, those without a sample among them. */
  public Map<String, RunningAverage> byName() {
    return byName;
  }

  /** The whole averaged vector; every rank makes the call. */
  public float[] gather(RunningAverage average) {
    float[] vector = server.parameters().clone();
    average.copyTo(vector, server.slice().from());
    server.gather(vector);
    return vector;
  }
}
