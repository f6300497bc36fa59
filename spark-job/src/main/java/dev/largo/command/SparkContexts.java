package dev.largo.command;

import dev.largo.config.LargoConfig;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Starts Spark: embedded with a slot a worker, or on the cluster that spark-submit was given. */
final class SparkContexts {
  private SparkContexts() {}

  /** The master URL that was set from outside; null-free: {@code local[workers]} where none was. */
  static String master(int workers) {
    return new SparkConf().get("spark.master", "local[" + workers + "]");
  }

  /** Whether tasks run in this JVM. */
  static boolean isEmbedded(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  static JavaSparkContext start(LargoConfig config, String master) {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setIfMissing("spark.app.name", "largo " + config.name())
            .set("spark.ui.showConsoleProgress", "false")
            // A step's gradients are the result of a job in driver mode.
            .setIfMissing("spark.driver.maxResultSize", "0")
            // Too few slots for a barrier stage: Spark's own default is to try for ten minutes.
            .setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s")
            .setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures", "30")
            .set("spark.speculation", "false");
    if (isEmbedded(master)) {
      conf.setIfMissing("spark.ui.enabled", "false")
          .setIfMissing("spark.driver.host", "127.0.0.1")
          .setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    return new JavaSparkContext(conf);
  }
}
