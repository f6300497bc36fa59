package dev.largo.spark.bench.control;

import dev.largo.spark.SparkTransport;
import dev.largo.spark.bench.control.ControlBench.Scenario;
import dev.largo.spark.coordination.CoordinatorAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** Simulated ranks in executors, a share in each. */
public final class SparkRanks implements ControlBench.Place {
  private final JavaSparkContext spark;
  private final int processes;

  private SparkRanks(JavaSparkContext spark, int processes) {
    this.spark = spark;
    this.processes = processes;
  }

  /**
   * A measurement of this driver.
   *
   * @param processes executors that take part; the cluster has at least as many
   */
  public static ControlBench bench(JavaSparkContext spark, int processes, ControlLoad load) {
    return new ControlBench(
        SparkTransport.ofDriver(),
        SparkTransport.driverHost(),
        SparkTransport.driverPort(),
        load,
        new SparkRanks(spark, processes));
  }

  @Override
  public CompletableFuture<List<RanksReport>> run(
      CoordinatorAddress driver, ControlLoad load, Scenario scenario) {
    List<Integer> numbers = IntStream.range(0, processes).boxed().toList();
    return CompletableFuture.supplyAsync(
        () -> {
          spark.setJobDescription("largo bench"); // Of this thread's jobs.
          return spark
              .parallelize(numbers, processes)
              .map(new RanksTask(driver, load, scenario, processes))
              .collect();
        });
  }
}
