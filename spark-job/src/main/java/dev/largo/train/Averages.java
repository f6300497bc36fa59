package dev.largo.train;

import dev.largo.optim.average.WeightAverage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The weight averages that a run keeps, over this rank's slice. */
public final class Averages {
  private final TrainingPlan plan;
  private final ParameterServer server;
  private final List<Kept> kept = new ArrayList<>();

  private record Kept(AverageRecipe recipe, WeightAverage average) {}

  /** The averages that the plan's configuration asks for, all without a sample. */
  public Averages(TrainingPlan plan, ParameterServer server) {
    this.plan = plan;
    this.server = server;
    for (AverageRecipe recipe : AverageRecipe.of(plan)) {
      kept.add(new Kept(recipe, recipe.make().apply(server.slice().length())));
    }
  }

  private Averages(TrainingPlan plan, ParameterServer server, List<Kept> kept) {
    this.plan = plan;
    this.server = server;
    this.kept.addAll(kept);
  }

  /** No averages. */
  static Averages none(TrainingPlan plan, ParameterServer server) {
    return new Averages(plan, server, List.of());
  }

  /** Whether one takes in the parameters after a step. */
  boolean areDue(long step) {
    return kept.stream().anyMatch(one -> one.recipe().isDue(step, plan));
  }

  /** Takes in the parameters after a step, where it is due. */
  public void update(long step) {
    for (Kept one : kept) {
      if (one.recipe().isDue(step, plan)) {
        server.sample(one.average());
      }
    }
  }

  /** The averages by name, those without a sample among them. */
  public Map<String, WeightAverage> byName() {
    Map<String, WeightAverage> byName = new LinkedHashMap<>();
    kept.forEach(one -> byName.put(one.recipe().name(), one.average()));
    return byName;
  }

  /** Training samples that an average's batch-norm statistics are recomputed over; 0: all. */
  public int batchNormSamples(String name) {
    return kept.stream()
        .map(Kept::recipe)
        .filter(recipe -> recipe.name().equals(name))
        .mapToInt(AverageRecipe::batchNormSamples)
        .findFirst()
        .orElse(0);
  }

  /** The whole averaged vector; every rank makes the call. */
  public float[] gather(WeightAverage average) {
    float[] vector = server.parameters().clone();
    average.copyTo(vector, server.slice().from());
    server.gather(vector);
    return vector;
  }
}
