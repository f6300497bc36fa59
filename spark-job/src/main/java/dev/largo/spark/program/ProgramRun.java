package dev.largo.spark.program;

import dev.largo.config.AggregationMode;
import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.data.image.ImageDecoder;
import dev.largo.engine.choice.EngineChoice;
import dev.largo.engine.device.Accelerator;
import dev.largo.model.ModelException;
import dev.largo.model.Network;
import dev.largo.record.RunClaim;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.record.RunRecorder;
import dev.largo.spark.ClusterTraining;
import dev.largo.spark.DriverTraining;
import dev.largo.spark.ExecutorWatch;
import dev.largo.spark.LocalTraining;
import dev.largo.spark.Outcome;
import dev.largo.spark.RunSpec;
import dev.largo.spark.SharedData;
import dev.largo.spark.TrainingJob;
import dev.largo.train.LearningRate;
import dev.largo.train.Recipe;
import dev.largo.train.RunEvents;
import dev.largo.train.RunMonitor;
import dev.largo.train.TrainingData;
import dev.largo.train.TrainingPlan;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run on a Spark context that a program has, in the program's own JVM: what {@code largo train}
 * does, without a console.
 *
 * @param data opened here; workers elsewhere open it by the configuration
 */
record ProgramRun(
    JavaSparkContext spark,
    LargoConfig config,
    TrainingPlan plan,
    Network network,
    TrainingData data,
    Configuration hadoop) {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramRun.class);

  /** Spark keeps these for each thread, and a job of Largo's sets them. */
  private static final List<String> JOB_PROPERTIES =
      List.of("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel");

  /** How a run ended, and what it ran on. */
  record End(Outcome outcome, int workers) {}

  /**
   * Checks all that can be known before the first step.
   *
   * @throws TrainingFailedException if configuration, data and network do not fit
   */
  static ProgramRun of(
      JavaSparkContext spark,
      LargoConfig config,
      Network network,
      TrainingData data,
      Configuration hadoop)
      throws ModelException {
    Accelerator.ofBuild().check();
    EngineChoice engine = EngineChoice.of(network.description(), config.engine());
    if (engine.obstacle() != null) {
      LOG.info(
          "engine: Deeplearning4j's own layers, at a fraction of the speed; oneDNN's engine does not know {}",
          engine.obstacle());
    }
    network.warnings().forEach(LOG::info);
    try {
      TrainingPlan plan = TrainingPlan.of(config, data.training().size());
      LearningRate unused = Recipe.learningRate(plan); // refuses what does not fit
      Recipe.requireLayers(config.optimizer(), network.layout());
      return new ProgramRun(spark, config, plan, network, data, hadoop);
    } catch (IllegalArgumentException e) {
      throw new TrainingFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Starts a run in a new directory. */
  RunDirectory begin() throws IOException {
    return RunDirectory.create(config, hadoop);
  }

  /**
   * Trains, and writes down how it ended.
   *
   * @param done steps already made in the directory
   * @param until the step after which to stop
   * @param parameters what to start from
   */
  End execute(RunDirectory directory, long done, long until, float[] parameters, RunMonitor monitor)
      throws IOException, InterruptedException {
    Map<String, String> before = jobProperties();
    RunClaim claim = directory.claim();
    try (claim;
        ExecutorWatch executors = new ExecutorWatch(spark)) {
      int workers = Slots.workers(config, spark, executors);
      RunInfo.Cluster cluster = RunInfo.Cluster.drivenHere(spark.master(), workers);
      RunInfo info =
          done == 0
              ? RunInfo.started(
                  spark.version(),
                  config.data().format().hasImageFiles() ? ImageDecoder.description() : null,
                  config.seed(),
                  cluster,
                  data.fingerprint(),
                  List.of(),
                  Instant.now())
              : directory.readInfo().resumed(cluster, done);
      directory.writeInfo(info);
      Outcome outcome;
      try {
        outcome =
            train(directory, spec(directory, workers, done, until), executors, parameters, monitor);
      } catch (IOException | InterruptedException | RuntimeException | Error e) {
        fail(directory, info, done, e);
        throw e;
      }
      directory.writeInfo(
          outcome.complete()
              ? info.completed(outcome.steps(), outcome.parametersSha256(), Instant.now())
              : info.interrupted(outcome.steps(), Instant.now()));
      return new End(outcome, workers);
    } finally {
      before.forEach(spark::setLocalProperty);
    }
  }

  private static void fail(RunDirectory directory, RunInfo info, long done, Throwable why) {
    try {
      directory.writeInfo(info.failed(done, Instant.now()));
    } catch (IOException | RuntimeException second) {
      why.addSuppressed(second);
    }
  }

  private Outcome train(
      RunDirectory directory,
      RunSpec spec,
      ExecutorWatch executors,
      float[] parameters,
      RunMonitor monitor)
      throws IOException, InterruptedException {
    try (RunRecorder recorder = directory.recorder();
        RunEvents events = new RunEvents(RunMonitor.all(List.of(recorder, monitor)))) {
      SharedData.put(spec.id(), data);
      try {
        return job(executors, events).run(spec, parameters);
      } finally {
        SharedData.remove(spec.id());
      }
    }
  }

  private TrainingJob job(ExecutorWatch executors, RunEvents events) {
    if (config.aggregation().mode() == AggregationMode.DRIVER) {
      return new DriverTraining(spark, events, () -> false);
    }
    return spark.isLocal()
        ? new LocalTraining(spark, events, () -> false)
        : new ClusterTraining(spark, executors, events, () -> false, LOG::warn);
  }

  private RunSpec spec(RunDirectory directory, int workers, long done, long until) {
    return new RunSpec(
        UUID.randomUUID().toString(),
        ConfigLoader.render(config),
        network.description(),
        data.normalization(),
        data.fingerprint(),
        ImageDecoder.description(),
        directory.path().toString(),
        data.training().size(),
        workers,
        done,
        until,
        0,
        null,
        null,
        RunSpec.settingsOf(hadoop));
  }

  /** Those of this thread, to be put back. */
  private Map<String, String> jobProperties() {
    Map<String, String> values = new TreeMap<>();
    for (String key : JOB_PROPERTIES) {
      values.put(key, spark.getLocalProperty(key));
    }
    return values;
  }
}
