package dev.largo.spark.program;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Option;

/** Spark inside a program's JVM: the program's own, where it has one, else one for a training. */
public final class LocalSpark implements AutoCloseable {
  private final JavaSparkContext context;
  private final boolean own;

  private LocalSpark(JavaSparkContext context, boolean own) {
    this.context = context;
    this.own = own;
  }

  /**
   * Starts it, or takes what is there.
   *
   * @param workers task slots; 0: a slot a processor
   * @throws TrainingFailedException if the JVM has a Spark context for a cluster
   */
  public static LocalSpark start(int workers) {
    Option<SparkContext> active = SparkContext$.MODULE$.getActive();
    if (active.isDefined()) {
      if (!active.get().isLocal()) {
        throw new TrainingFailedException(
            "this JVM has a Spark context for %s: train with LargeBatchTrainingMaster on it, or stop it"
                .formatted(active.get().master()));
      }
      return new LocalSpark(JavaSparkContext.fromSparkContext(active.get()), false);
    }
    int slots = workers > 0 ? workers : Runtime.getRuntime().availableProcessors();
    SparkConf conf =
        new SparkConf()
            .setMaster("local[" + slots + "]")
            .setIfMissing("spark.app.name", "LargeBatchTrainer")
            .set("spark.ui.enabled", "false")
            .set("spark.ui.showConsoleProgress", "false")
            .setIfMissing("spark.driver.host", "127.0.0.1")
            .setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    return new LocalSpark(new JavaSparkContext(conf), true);
  }

  /** The context. */
  public JavaSparkContext context() {
    return context;
  }

  /** Stops what was started. */
  @Override
  public void close() {
    if (own) {
      context.close();
    }
  }
}
