package dev.largo.command;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Hadoop's settings as the driver has them: its files, and Spark's {@code spark.hadoop.*}. */
final class HadoopSettings {
  private HadoopSettings() {}

  static Configuration load() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /** The settings that did not come with Hadoop, raw; what an executor must be told. */
  static Map<String, String> own(Configuration hadoop) {
    Map<String, String> own = new HashMap<>();
    for (Map.Entry<String, String> entry : hadoop) {
      String[] sources = hadoop.getPropertySources(entry.getKey());
      if (sources == null || !sources[0].endsWith("-default.xml")) {
        own.put(entry.getKey(), entry.getValue());
      }
    }
    return own;
  }
}
