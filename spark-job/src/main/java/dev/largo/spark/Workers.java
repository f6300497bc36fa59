package dev.largo.spark;

import dev.largo.config.EngineKind;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.choice.EngineChoice;
import dev.largo.model.ModelException;
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
    TrainingPlan plan = spec.plan();
    GradientEngine engine = engine(spec);
    return new Worker(
        plan, rank, spec.workers(), engine.layout().size(), engine, SharedData.of(spec));
  }

  /** A replica of the run's network. */
  static GradientEngine engine(RunSpec spec) throws IOException {
    EngineChoice choice;
    try {
      choice = EngineChoice.of(spec.network(), spec.config().engine());
    } catch (ModelException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (choice.kind() == EngineKind.DL4J
        && HELPERS_CHECKED.compareAndSet(false, true)
        && !NativeHelpers.active()) {
      LOG.warn(
          "Deeplearning4j runs without its oneDNN helpers here, at about a ninth of the speed");
    }
    return choice.open();
  }
}
