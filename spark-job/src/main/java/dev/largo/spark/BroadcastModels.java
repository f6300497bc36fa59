package dev.largo.spark;

import dev.largo.evaluate.ModelVectors;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/** Models that Spark keeps on each executor, in memory as far as there is any, else on disk. */
final class BroadcastModels implements ModelVectors {
  private static final long serialVersionUID = 1L;

  private final ArrayList<Broadcast<float[]>> models;

  BroadcastModels(List<Broadcast<float[]>> models) {
    this.models = new ArrayList<>(models);
  }

  @Override
  public int count() {
    return models.size();
  }

  @Override
  public float[] parameters(int model) {
    return models.get(model).value();
  }
}
