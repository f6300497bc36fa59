package dev.largo.command;

import dev.largo.spark.RunSpec;
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
    return RunSpec.settingsOf(hadoop);
  }
}
