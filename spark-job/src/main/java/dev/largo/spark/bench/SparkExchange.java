package dev.largo.spark.bench;

import dev.largo.config.WireFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/** The same sum by Spark's own means: treeAggregate, and a broadcast that every executor reads. */
final class SparkExchange implements AutoCloseable {
  private static final int DEPTH = 2;

  private final JavaSparkContext spark;
  private final int processes;
  private final int size;
  private final float[] expected;
  private final JavaRDD<float[]> vectors;

  /** Puts a vector into each executor. */
  SparkExchange(JavaSparkContext spark, int processes, int size) {
    this.spark = spark;
    this.processes = processes;
    this.size = size;
    expected = Noise.sum(processes, size, WireFormat.FP32);
    vectors = vectors(spark, processes, size).persist(StorageLevel.MEMORY_ONLY());
    long unused = vectors.count();
  }

  private static JavaRDD<float[]> vectors(JavaSparkContext spark, int processes, int size) {
    List<Integer> ranks = IntStream.range(0, processes).boxed().toList();
    return spark.parallelize(ranks, processes).map(rank -> Noise.of(rank, processes, size));
  }

  /**
   * Makes the exchange once.
   *
   * @return seconds that it took
   */
  double round() {
    int length = size;
    long start = System.nanoTime();
    // A vector as zero value would travel with every task.
    float[] sum = vectors.treeAggregate(null, SparkExchange::add, SparkExchange::add, DEPTH);
    Broadcast<float[]> told = spark.broadcast(sum);
    long readers = vectors.filter(own -> told.value().length == length).count();
    double seconds = (System.nanoTime() - start) / 1e9;
    told.destroy();
    if (readers != processes) {
      throw new IllegalStateException("the broadcast was read by " + readers + " tasks");
    }
    Noise.require(expected, 1, sum, "treeAggregate");
    return seconds;
  }

  private static float @Nullable [] add(float @Nullable [] sum, float @Nullable [] addend) {
    if (sum == null || addend == null) {
      return sum == null ? addend : sum;
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += addend[i];
    }
    return sum;
  }

  @Override
  public void close() {
    JavaRDD<float[]> unused = vectors.unpersist(true);
  }
}
