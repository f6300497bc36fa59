package dev.largo.train;

import dev.largo.config.AveragingConfig;
import dev.largo.config.EmaConfig;
import dev.largo.config.LastAverageConfig;
import dev.largo.config.SwaConfig;
import dev.largo.optim.average.LastAverage;
import dev.largo.optim.average.RunningAverage;
import dev.largo.optim.average.SnapshotWeight;
import dev.largo.optim.average.WeightAverage;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The weight averages that a run keeps, over this rank's slice. */
public final class Averages {
  private final TrainingPlan plan;
  private final ParameterServer server;
  private final Map<String, WeightAverage> byName = new LinkedHashMap<>();
  private final Map<String, Integer> batchNormSamples = new HashMap<>();

  /** The averages that the plan's configuration asks for, all without a sample. */
  public Averages(TrainingPlan plan, ParameterServer server) {
    this.plan = plan;
    this.server = server;
    int length = server.slice().length();
    AveragingConfig config = plan.config().averaging();
    SwaConfig swa = config.swa();
    if (swa != null) {
      keep(
          TrainingPlan.SWA,
          new RunningAverage(length, SnapshotWeight.equal()),
          swa.batchNormSamples());
    }
    EmaConfig ema = config.ema();
    if (ema != null) {
      keep(
          TrainingPlan.EMA,
          new RunningAverage(length, SnapshotWeight.exponential(ema.decay())),
          ema.batchNormSamples());
    }
    LastAverageConfig last = config.last();
    if (last != null) {
      keep(TrainingPlan.LAST_K, new LastAverage(length, last.k()), last.batchNormSamples());
    }
  }

  private void keep(String name, WeightAverage average, int samples) {
    byName.put(name, average);
    batchNormSamples.put(name, samples);
  }

  /** Takes in the parameters after a step, where it is due. */
  public void update(long step) {
    byName.forEach(
        (name, average) -> {
          if (plan.averagesAt(name, step)) {
            server.sample(average);
          }
        });
  }

  /** The averages by name, those without a sample among them. */
  public Map<String, WeightAverage> byName() {
    return Collections.unmodifiableMap(byName);
  }

  /** Training samples that an average's batch-norm statistics are recomputed over; 0: all. */
  public int batchNormSamples(String name) {
    return batchNormSamples.getOrDefault(name, 0);
  }

  /** The whole averaged vector; every rank makes the call. */
  public float[] gather(WeightAverage average) {
    float[] vector = server.parameters().clone();
    average.copyTo(vector, server.slice().from());
    server.gather(vector);
    return vector;
  }
}
