package dev.largo.command;

import dev.largo.config.LargoConfig;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Starts Spark: embedded with a slot a worker, or on the master that spark-submit was given. */
final class SparkContexts {
  private SparkContexts() {}

  /** The master URL that was set from outside; empty where none was. */
  static String givenMaster() {
    return new SparkConf().get("spark.master", "");
  }

  /** The master URL that Spark is started with. */
  static String resolved(String master, int workers) {
    return master.isEmpty() ? "local[" + workers + "]" : master;
  }

  static JavaSparkContext start(LargoConfig config, String master, int workers) {
    SparkConf conf =
        new SparkConf()
            .setMaster(resolved(master, workers))
            .setIfMissing("spark.app.name", "largo " + config.name())
            .set("spark.ui.showConsoleProgress", "false")
            // In driver mode a step's gradients are the result of a job.
            .setIfMissing("spark.driver.maxResultSize", "0")
            // Too few slots for a barrier stage: Spark's own default is to try for ten minutes.
            .setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s")
            .setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures", "30")
            .set("spark.speculation", "false");
    if (WorldSize.isEmbedded(conf.get("spark.master"))) {
      conf.setIfMissing("spark.ui.enabled", "false")
          .setIfMissing("spark.driver.host", "127.0.0.1")
          .setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    return new JavaSparkContext(conf);
  }
}
