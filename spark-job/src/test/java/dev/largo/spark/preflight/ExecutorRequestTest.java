package dev.largo.spark.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.config.AggregationMode;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

final class ExecutorRequestTest {
  private static final OptionalLong WORKER = OptionalLong.of(1000L << 20);

  private final SparkConf conf = new SparkConf(false).set("spark.master", "yarn");

  private Map<String, String> asked(int workers) {
    return asked(workers, Demand.ALONE);
  }

  private Map<String, String> asked(int workers, Demand demand) {
    return ExecutorRequest.of(
        new Setup(conf, AggregationMode.ALL_REDUCE, workers, demand, 1, false, WORKER));
  }

  @Test
  void isForTheWidestRunsOfACommandAtOnceWhicheverIsFirst() {
    assertEquals("8", asked(1, new Demand(4, 2)).get("spark.executor.instances"));
    assertEquals("4", asked(0, new Demand(4, 1)).get("spark.executor.instances"));
    conf.set("spark.executor.cores", "4");
    assertEquals(
        Map.of("spark.executor.instances", "1", "spark.executor.memoryOverhead", "3769m"),
        asked(1, new Demand(1, 3)));
  }

  @Test
  void isAnExecutorAWorkerWithRoomForItsNetwork() {
    assertEquals(
        Map.of("spark.executor.instances", "3", "spark.executor.memoryOverhead", "1769m"),
        asked(3));
  }

  @Test
  void severalWorkersShareAnExecutorOfSeveralCores() {
    conf.set("spark.executor.cores", "2");

    assertEquals(
        Map.of("spark.executor.instances", "2", "spark.executor.memoryOverhead", "2769m"),
        asked(3));
  }

  @Test
  void neverIsLessThanWhatSparkWouldAskFor() {
    conf.set("spark.executor.memory", "40g");

    assertEquals("4096m", asked(1).get("spark.executor.memoryOverhead"));
  }

  @Test
  void leavesTheUsersNumbersAlone() {
    conf.set("spark.executor.instances", "8").set("spark.executor.memoryOverhead", "1g");

    assertEquals(Map.of(), asked(3));
  }

  @Test
  void withAnUnknownNumberOfWorkersSparkDecidesHowManyExecutors() {
    assertEquals(Map.of("spark.executor.memoryOverhead", "1769m"), asked(0));
  }

  @Test
  void asksNothingOfAStandaloneCluster() {
    conf.set("spark.master", "spark://h:7077");

    assertEquals(Map.of(), asked(3));
  }
}
