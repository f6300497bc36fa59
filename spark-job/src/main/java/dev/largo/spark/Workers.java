package dev.largo.spark;

import dev.largo.engine.Dl4jEngine;
import dev.largo.model.NativeHelpers;
import dev.largo.train.TrainingPlan;
import dev.largo.train.Worker;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes workers out of what has travelled. */
final class Workers {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final AtomicBoolean HELPERS_CHECKED = new AtomicBoolean();

  private Workers() {}

  static Worker open(RunSpec spec, int rank) throws IOException {
    if (HELPERS_CHECKED.compareAndSet(false, true) && !NativeHelpers.active()) {
      LOG.warn(
          "Deeplearning4j runs without its oneDNN helpers here, at about a ninth of the speed");
    }
    TrainingPlan plan = spec.plan();
    Dl4jEngine engine = new Dl4jEngine(spec.network(), plan.config().engine().threads());
    return new Worker(
        plan, rank, spec.workers(), engine.layout().size(), engine, SharedData.of(spec));
  }
}
