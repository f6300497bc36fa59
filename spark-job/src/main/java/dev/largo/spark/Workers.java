package dev.largo.spark;

import dev.largo.engine.Dl4jEngine;
import dev.largo.train.TrainingPlan;
import dev.largo.train.Worker;
import java.io.IOException;

/** Makes workers out of what has travelled. */
final class Workers {
  private Workers() {}

  static Worker open(RunSpec spec, int rank) throws IOException {
    TrainingPlan plan = spec.plan();
    Dl4jEngine engine = new Dl4jEngine(spec.network(), plan.config().engine().threads());
    return new Worker(
        plan, rank, spec.workers(), engine.layout().size(), engine, SharedData.of(spec));
  }
}
