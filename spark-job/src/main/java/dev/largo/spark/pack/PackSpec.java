package dev.largo.spark.pack;

import dev.largo.data.pack.PackRequest;
import java.io.Serializable;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What travels to a task that packs.
 *
 * @param id tells jobs in one JVM apart
 * @param fingerprint of the source as the driver sees it
 * @param hadoop settings of the driver's Hadoop configuration that are not defaults
 */
public record PackSpec(
    String id, PackRequest request, String fingerprint, Map<String, String> hadoop)
    implements Serializable {
  public PackSpec {
    hadoop = Map.copyOf(hadoop);
  }

  Configuration hadoopConfiguration() {
    Configuration configuration = new Configuration();
    hadoop.forEach(configuration::set);
    return configuration;
  }
}
