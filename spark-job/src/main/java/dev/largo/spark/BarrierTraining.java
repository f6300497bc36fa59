package dev.largo.spark;

import dev.largo.train.RunMonitor;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** {@code aggregation.mode = all-reduce}: one long barrier stage, a task a rank. */
public final class BarrierTraining implements TrainingJob {
  private final JavaSparkContext spark;
  private final RunMonitor monitor;
  private final BooleanSupplier stopRequested;

  /**
   * A job on a Spark context whose tasks run in this JVM.
   *
   * @param stopRequested asked once a step
   */
  public BarrierTraining(
      JavaSparkContext spark, RunMonitor monitor, BooleanSupplier stopRequested) {
    this.spark = spark;
    this.monitor = monitor;
    this.stopRequested = stopRequested;
  }

  @Override
  public Outcome run(RunSpec spec, float[] parameters) throws IOException {
    spark.setJobDescription("largo " + spec.config().name() + ": training");
    Broadcast<float[]> start = spark.broadcast(parameters);
    ClassTag<Outcome> tag = ClassTag$.MODULE$.apply(Outcome.class);
    List<Integer> ranks = IntStream.range(0, spec.workers()).boxed().toList();
    try (LocalRun run = LocalRun.open(spec, monitor, stopRequested)) {
      try {
        return spark
            .parallelize(ranks, spec.workers())
            .rdd()
            .barrier()
            .mapPartitions(new BarrierTask(spec, start), false, tag)
            .toJavaRDD()
            .collect()
            .get(0);
      } catch (Exception e) {
        Throwable first = run.group().failure();
        throw TaskFailure.unwrap(first == null ? e : first);
      }
    } finally {
      start.destroy();
    }
  }
}
