package dev.largo.spark;

import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.data.Normalization;
import dev.largo.model.Network;
import dev.largo.model.NetworkDescription;
import dev.largo.spark.coordination.CoordinatorAddress;
import dev.largo.train.Checkpoints;
import dev.largo.train.TrainingPlan;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * What travels to a worker: all it must know to take part in a run, but for the parameters.
 *
 * @param id tells runs in one JVM apart
 * @param configuration the resolved configuration, as HOCON
 * @param fingerprint of the driver's data
 * @param decoder of images on the driver; another one may differ in a level
 * @param directory URI of the run directory
 * @param samples size of the training set
 * @param workers the world size
 * @param done steps already made: 0, or those of the checkpoint to go on from
 * @param until the step after which this job stops, with a checkpoint; {@link #ITS_END} for none
 *     but the last
 * @param generation number of the attempt, from 0
 * @param coordinator where workers in other processes reach the driver; null where all share its
 * @param teachers that workers ask; null where there are none
 * @param hadoop settings of the driver's Hadoop configuration that are not defaults
 */
public record RunSpec(
    String id,
    String configuration,
    NetworkDescription network,
    Normalization normalization,
    String fingerprint,
    String decoder,
    String directory,
    int samples,
    int workers,
    long done,
    long until,
    int generation,
    @Nullable CoordinatorAddress coordinator,
    @Nullable TeacherModels teachers,
    Map<String, String> hadoop)
    implements Serializable {
  /** Beyond the last step of any run. */
  public static final long ITS_END = Long.MAX_VALUE;

  public RunSpec {
    hadoop = Map.copyOf(hadoop);
  }

  /** The settings of a Hadoop configuration that did not come with Hadoop, raw. */
  public static Map<String, String> settingsOf(Configuration hadoop) {
    Map<String, String> own = new HashMap<>();
    for (Map.Entry<String, String> entry : hadoop) {
      String[] sources = hadoop.getPropertySources(entry.getKey());
      if (sources == null || !sources[0].endsWith("-default.xml")) {
        own.put(entry.getKey(), entry.getValue());
      }
    }
    return own;
  }

  /** The same run, coordinated from an address. */
  RunSpec reachedAt(CoordinatorAddress address) {
    return with(workers, done, generation, address, teachers);
  }

  /** The same run, with teachers; without any the same. */
  public RunSpec taughtBy(JavaSparkContext spark, List<Network> networks) {
    return networks.isEmpty()
        ? this
        : with(workers, done, generation, coordinator, TeacherModels.share(spark, networks));
  }

  /** The next attempt. */
  RunSpec next(int newWorkers, long newDone) {
    return with(newWorkers, newDone, generation + 1, coordinator, teachers);
  }

  private RunSpec with(
      int newWorkers,
      long newDone,
      int newGeneration,
      @Nullable CoordinatorAddress address,
      @Nullable TeacherModels newTeachers) {
    return new RunSpec(
        id,
        configuration,
        network,
        normalization,
        fingerprint,
        decoder,
        directory,
        samples,
        newWorkers,
        newDone,
        until,
        newGeneration,
        address,
        newTeachers,
        hadoop);
  }

  CoordinatorAddress requireCoordinator() {
    return Objects.requireNonNull(coordinator, "the run has no coordinator");
  }

  LargoConfig config() {
    return ConfigLoader.load(directory + "/config.conf", configuration, List.of());
  }

  TrainingPlan plan() {
    return TrainingPlan.of(config(), samples);
  }

  Path path() {
    return new Path(directory);
  }

  /** A name of this attempt that no other has, not even one of a resumed run. */
  String attempt() {
    return id.substring(0, 8) + "-" + generation;
  }

  /** The run's checkpoints, and the drafts of this attempt. */
  Checkpoints checkpoints() throws IOException {
    return new Checkpoints(path(), hadoopConfiguration(), attempt());
  }

  Configuration hadoopConfiguration() {
    Configuration configuration = new Configuration();
    hadoop.forEach(configuration::set);
    return configuration;
  }
}
