package dev.largo.spark;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * One attempt as a Spark job: one long barrier stage, a task a rank. Spark does not retry such a
 * stage, it fails as soon as one of its tasks is lost, and the surviving tasks are interrupted.
 */
final class BarrierJob {
  private final JavaSparkContext spark;

  BarrierJob(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Runs to the end.
   *
   * @param parameters what the attempt starts from
   * @throws SparkException if a task failed or the job was cancelled; Scala does not announce it
   * @throws InterruptedException if this thread was interrupted; likewise
   */
  Outcome run(RunSpec spec, float[] parameters) throws SparkException, InterruptedException {
    spark.setJobGroup(group(spec), "largo " + spec.config().name() + ": training", true);
    Broadcast<float[]> start = spark.broadcast(parameters);
    ClassTag<Outcome> tag = ClassTag$.MODULE$.apply(Outcome.class);
    List<Integer> ranks = IntStream.range(0, spec.workers()).boxed().toList();
    try {
      return spark
          .parallelize(ranks, spec.workers())
          .rdd()
          .barrier()
          .mapPartitions(new BarrierTask(spec, start), false, tag)
          .toJavaRDD()
          .collect()
          .get(0);
    } finally {
      spark.clearJobGroup();
      start.destroy();
    }
  }

  /** Makes the attempt's job fail, from any thread. */
  void cancel(RunSpec spec) {
    spark.cancelJobGroup(group(spec));
  }

  private static String group(RunSpec spec) {
    return "largo-" + spec.id() + "-" + spec.generation();
  }
}
