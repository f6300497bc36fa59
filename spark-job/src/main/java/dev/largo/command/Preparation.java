package dev.largo.command;

import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.data.DataCheck;
import dev.largo.data.format.DataSets;
import dev.largo.data.image.ImageDecoder;
import dev.largo.engine.choice.EngineChoice;
import dev.largo.engine.device.Accelerator;
import dev.largo.model.ClassWeights;
import dev.largo.model.ModelException;
import dev.largo.model.Network;
import dev.largo.model.NetworkDescription;
import dev.largo.model.Networks;
import dev.largo.record.RunInfo;
import dev.largo.spark.RunSpec;
import dev.largo.train.LearningRate;
import dev.largo.train.Recipe;
import dev.largo.train.TrainingData;
import dev.largo.train.TrainingPlan;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.package$;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a run that can be known before its first step, checked.
 *
 * @param engine what computes the network's gradients
 * @param teachers that the network learns from
 * @param teacherEngines what computes what they say: one a network
 * @param master the Spark master's URL
 * @param workers the world size; 0 where a cluster's slots have yet to be counted
 */
record Preparation(
    LargoConfig config,
    Configuration hadoop,
    TrainingData data,
    Network network,
    EngineChoice engine,
    List<Network> teachers,
    List<EngineChoice> teacherEngines,
    TrainingPlan plan,
    String master,
    int workers) {

  /**
   * Opens data and network and checks them against the configuration and each other.
   *
   * @param runs that train at the same time and share this machine, this one among them
   * @throws RequestException if the configuration does not fit data, network or cluster
   */
  static Preparation of(LargoConfig config, Configuration hadoop, int runs)
      throws IOException, ModelException {
    String master = SparkContexts.givenMaster();
    SparkContexts.requireMemory(master, Runtime.getRuntime().maxMemory());
    Accelerator.ofBuild().check();
    int workers = WorldSize.of(config, master, Runtime.getRuntime().availableProcessors());
    DataSets sets = DataSets.open(config.data(), hadoop);
    // The training set is read through for its constants; given ones would leave it unread.
    DataCheck.readAll(sets.validation());
    if (!config.data().mean().isEmpty()) {
      DataCheck.readAll(sets.train());
    }
    TrainingData data = TrainingData.of(sets, config.data(), workers * runs);
    int classes = sets.train().classNames().size();
    Network network = Networks.create(config.model(), sets.train().shape(), classes, hadoop);
    List<Network> teachers =
        TeacherFiles.read(config, hadoop, sets.train().shape(), classes, data.normalization());
    EngineChoice engine = EngineChoice.of(network.description(), config.engine());
    if (!teachers.isEmpty() && ClassWeights.areIn(network.description())) {
      throw new ModelException(
          "distill.teachers: the loss of model.file weighs classes, which the teachers' part of the loss would not; take the weights out");
    }
    List<EngineChoice> teacherEngines = new ArrayList<>();
    // Teachers of the same network share a replica.
    for (NetworkDescription teacher :
        new LinkedHashSet<>(teachers.stream().map(Network::description).toList())) {
      teacherEngines.add(EngineChoice.of(teacher, config.engine().forTeachers()));
    }
    Preparation prepared =
        new Preparation(
            config,
            hadoop,
            data,
            network,
            engine,
            teachers,
            teacherEngines,
            plan(config, sets, network),
            master,
            workers);
    if (WorldSize.isEmbedded(SparkContexts.resolved(master, workers))) {
      NativeMemory.require(
          prepared::workerBytes, config.batch().micro(), workers, runs, NativeMemory.available());
    }
    return prepared;
  }

  /**
   * Native memory that a worker takes for micro-batches of so many samples, its teachers' with it;
   * empty where that is not known.
   */
  OptionalLong workerBytes(int samples) {
    OptionalLong bytes = engine.replicaBytes(samples);
    for (EngineChoice teacher : teacherEngines) {
      OptionalLong more = teacher.scoringBytes(samples);
      bytes =
          bytes.isPresent() && more.isPresent()
              ? OptionalLong.of(bytes.getAsLong() + more.getAsLong())
              : OptionalLong.empty();
    }
    return bytes;
  }

  /** What tells the run's data from other data. */
  String fingerprint() {
    return data.fingerprint();
  }

  /** What decodes the run's images in this process; null where its data holds none. */
  @Nullable String imageDecoder() {
    return config.data().format().hasImageFiles() ? ImageDecoder.description() : null;
  }

  RunInfo.Cluster cluster() {
    return RunInfo.Cluster.drivenHere(SparkContexts.resolved(master, workers), workers);
  }

  RunInfo started(Instant now) {
    return RunInfo.started(
        package$.MODULE$.SPARK_VERSION(),
        imageDecoder(),
        config.seed(),
        cluster(),
        fingerprint(),
        TeacherFiles.hashes(teachers),
        now);
  }

  /**
   * What workers must know to take part.
   *
   * @param directory URI of the run directory
   * @param worldSize the workers
   * @param done steps already made
   */
  RunSpec spec(String directory, int worldSize, long done) {
    return new RunSpec(
        UUID.randomUUID().toString(),
        ConfigLoader.render(config),
        network.description(),
        data.normalization(),
        fingerprint(),
        ImageDecoder.description(),
        directory,
        data.training().size(),
        worldSize,
        done,
        RunSpec.ITS_END,
        0,
        null,
        null,
        HadoopSettings.own(hadoop));
  }

  private static TrainingPlan plan(LargoConfig config, DataSets sets, Network network) {
    try {
      TrainingPlan plan = TrainingPlan.of(config, sets.train().size());
      LearningRate unused = Recipe.learningRate(plan); // refuses what does not fit
      Recipe.requireLayers(config.optimizer(), network.layout());
      return plan;
    } catch (IllegalArgumentException e) {
      throw new RequestException(String.valueOf(e.getMessage()));
    }
  }
}
