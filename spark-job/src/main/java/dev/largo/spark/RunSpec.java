package dev.largo.spark;

import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.data.Normalization;
import dev.largo.model.NetworkDescription;
import dev.largo.train.TrainingPlan;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What travels to a worker: all it must know to take part in a run, but for the parameters.
 *
 * @param id tells runs in one JVM apart
 * @param configuration the resolved configuration, as HOCON
 * @param fingerprint of the driver's data
 * @param directory URI of the run directory
 * @param samples size of the training set
 * @param workers the world size
 * @param done steps already made: 0, or those of the checkpoint to go on from
 * @param hadoop settings of the driver's Hadoop configuration that are not defaults
 */
public record RunSpec(
    String id,
    String configuration,
    NetworkDescription network,
    Normalization normalization,
    String fingerprint,
    String directory,
    int samples,
    int workers,
    long done,
    Map<String, String> hadoop)
    implements Serializable {
  public RunSpec {
    hadoop = Map.copyOf(hadoop);
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

  Configuration hadoopConfiguration() {
    Configuration configuration = new Configuration();
    hadoop.forEach(configuration::set);
    return configuration;
  }
}
