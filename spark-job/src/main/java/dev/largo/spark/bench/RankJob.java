package dev.largo.spark.bench;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Runs a measurement as one barrier stage, a task a rank. */
final class RankJob {
  private final JavaSparkContext spark;
  private final int processes;

  RankJob(JavaSparkContext spark, int processes) {
    this.spark = spark;
    this.processes = processes;
  }

  /**
   * Measures.
   *
   * @return what the ranks report, in rank order
   * @throws IllegalStateException if two of them are in one process
   */
  List<RankReport> run(Route route, RankWork work) {
    ClassTag<RankReport> tag = ClassTag$.MODULE$.apply(RankReport.class);
    spark.setJobDescription("largo bench");
    List<Integer> ranks = IntStream.range(0, processes).boxed().toList();
    List<RankReport> reports =
        spark
            .parallelize(ranks, processes)
            .rdd()
            .barrier()
            .mapPartitions(new RankTask(UUID.randomUUID().toString(), route, work), false, tag)
            .toJavaRDD()
            .collect();
    long executors = reports.stream().map(RankReport::executor).distinct().count();
    if (executors < processes) {
      throw new IllegalStateException(
          "%d ranks ran in %d processes; give each executor one task slot: --executor-cores 1"
              .formatted(processes, executors));
    }
    return reports;
  }
}
