package dev.largo.command;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/** Starts Spark: embedded with a slot a worker, or on the master that spark-submit was given. */
final class SparkContexts {
  /** Spark's own limit: one and a half times its reserve of 300 MiB. */
  private static final long LEAST_MEMORY = 450L << 20;

  /** What spark-submit calls an application without a name. */
  private static final String UNNAMED = "dev.largo.Largo";

  private SparkContexts() {}

  /** The master URL that was set from outside; empty where none was. */
  static String givenMaster() {
    return new SparkConf().get("spark.master", "");
  }

  /** The master URL that Spark is started with. */
  static String resolved(String master, int workers) {
    return master.isEmpty() ? "local[" + workers + "]" : master;
  }

  /**
   * Refuses a heap that Spark would not start in.
   *
   * @throws RequestException if the master's tasks run here and there is too little memory
   */
  static void requireMemory(String master, long bytes) {
    if (bytes < LEAST_MEMORY && (master.isEmpty() || WorldSize.isEmbedded(master))) {
      throw new RequestException(
          "LARGO_MEMORY: a heap of %d MiB is too small for Spark, which takes %d MiB; set it to 1g or more"
              .formatted(bytes >> 20, LEAST_MEMORY >> 20));
    }
  }

  /**
   * Starts it.
   *
   * @param name of what is to run
   */
  static JavaSparkContext start(String name, String master, int workers) {
    return start(name, master, workers, Map.of());
  }

  /**
   * The same.
   *
   * @param more settings of Spark
   */
  static JavaSparkContext start(String name, String master, int workers, Map<String, String> more) {
    return new JavaSparkContext(settings(name, resolved(master, workers), more));
  }

  /** What is set outside, and what a run cannot do without. */
  static SparkConf settings(String name, String master, Map<String, String> more) {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .set("spark.ui.showConsoleProgress", "false")
            // In driver mode a step's gradients are the result of a job.
            .setIfMissing("spark.driver.maxResultSize", "0")
            // Too few slots for a barrier stage: Spark's own default is to try for ten minutes.
            .setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s")
            .setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures", "30")
            // Two tasks of one rank would meet.
            .set("spark.speculation", "false")
            // What travels are records, which Spark's Kryo cannot write.
            .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    if (conf.get("spark.app.name", UNNAMED).equals(UNNAMED)) {
      conf.setAppName("largo " + name);
    }
    if (!hasLogSettings(SparkContext.class.getClassLoader())) {
      conf.setIfMissing("spark.log.level", "WARN");
    }
    more.forEach(conf::set);
    if (WorldSize.isEmbedded(conf.get("spark.master"))) {
      conf.setIfMissing("spark.ui.enabled", "false")
          .setIfMissing("spark.driver.host", "127.0.0.1")
          .setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    return conf;
  }

  /**
   * Whether somebody has said what Spark logs. Its own default tells each task, and of a barrier
   * stage that waits a line a second.
   *
   * @param spark sees Spark's classes and its {@code conf} directory
   */
  static boolean hasLogSettings(ClassLoader spark) {
    return System.getProperty("log4j2.configurationFile") != null
        || Stream.of("properties", "xml", "yaml", "yml", "json", "jsn")
            .anyMatch(kind -> spark.getResource("log4j2." + kind) != null);
  }
}
