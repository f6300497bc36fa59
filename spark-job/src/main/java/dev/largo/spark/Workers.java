package dev.largo.spark;

import dev.largo.config.DistillConfig;
import dev.largo.config.EngineConfig;
import dev.largo.config.EngineKind;
import dev.largo.config.LargoConfig;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.choice.EngineChoice;
import dev.largo.engine.device.Accelerator;
import dev.largo.engine.device.GpuAddress;
import dev.largo.engine.distill.DistillingEngine;
import dev.largo.engine.distill.Teachers;
import dev.largo.model.ModelException;
import dev.largo.model.NativeHelpers;
import dev.largo.model.NetworkDescription;
import dev.largo.train.TrainingData;
import dev.largo.train.TrainingPlan;
import dev.largo.train.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes workers out of what has travelled. */
final class Workers {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final AtomicBoolean HELPERS_CHECKED = new AtomicBoolean();

  private Workers() {}

  /**
   * Makes a worker, whose thread is the current one.
   *
   * @param gpu the GPU that Spark assigned to the task, if it did
   */
  static Worker open(RunSpec spec, int rank, Optional<GpuAddress> gpu) throws IOException {
    Accelerator.ofBuild().bind(gpu, rank);
    TrainingPlan plan = spec.plan();
    TrainingData data = SharedData.of(spec);
    GradientEngine engine = taught(spec, engine(spec));
    return new Worker(plan, rank, spec.workers(), engine.layout().size(), engine, data);
  }

  private static GradientEngine taught(RunSpec spec, GradientEngine engine) throws IOException {
    DistillConfig distill = spec.config().distill();
    TeacherModels models = spec.teachers();
    if (distill == null || models == null) {
      return engine;
    }
    try {
      Teachers teachers =
          Teachers.open(
              models.networks(), models.parameters(), network -> teacher(network, spec.config()));
      return new DistillingEngine(engine, teachers, distill.temperature(), distill.weight());
    } catch (UncheckedIOException e) {
      engine.close();
      throw e.getCause();
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  private static GradientEngine teacher(NetworkDescription network, LargoConfig config) {
    try {
      return choice(network, config.engine().forTeachers()).open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EngineChoice choice(NetworkDescription network, EngineConfig config)
      throws IOException {
    try {
      return EngineChoice.of(network, config);
    } catch (ModelException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** A replica of the run's network. */
  static GradientEngine engine(RunSpec spec) throws IOException {
    EngineChoice choice = choice(spec.network(), spec.config().engine());
    if (choice.kind() == EngineKind.DL4J
        && HELPERS_CHECKED.compareAndSet(false, true)
        && !NativeHelpers.active()) {
      LOG.warn(
          "Deeplearning4j runs without its oneDNN or cuDNN helpers here, at a fraction of the speed");
    }
    return choice.open();
  }
}
