package dev.largo.spark.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.AggregationMode;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PreflightTest {
  private static final Versions RIGHT = new Versions("3.5.5", "2.12.18");
  private static final long MIB = 1L << 20;

  /** Four workers of 1,000 MiB and one thread each. */
  private static Setup setup(AggregationMode mode, boolean gpuBuild, String settings) {
    return setup(mode, Demand.ALONE, gpuBuild, settings);
  }

  private static Setup setup(
      AggregationMode mode, Demand demand, boolean gpuBuild, String settings) {
    SparkConf conf = new SparkConf(false).set("spark.executorEnv.OMP_NUM_THREADS", "1");
    for (String setting : settings.isEmpty() ? new String[0] : settings.split(" ", -1)) {
      String[] pair = setting.split("=", 2);
      conf.set(pair[0].equals("master") ? "spark.master" : pair[0], pair[1]);
    }
    return new Setup(conf, mode, 4, demand, 1, gpuBuild, OptionalLong.of(1000 * MIB));
  }

  private static List<Finding> findings(String settings) {
    return Preflight.check(setup(AggregationMode.ALL_REDUCE, false, settings), RIGHT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "master=spark://h:7077",
        "master=spark://h:7077 spark.cores.max=4",
        "master=yarn",
        "master=yarn spark.executor.instances=4",
        "master=yarn spark.executor.instances=2 spark.executor.cores=2",
        "master=yarn spark.executor.instances=2 spark.executor.cores=4 spark.task.cpus=2",
        "master=yarn spark.executor.memoryOverhead=2g",
        "master=k8s://https://h:6443 spark.executor.instances=5",
        "master=spark://h:7077 spark.network.timeout=30s spark.network.timeoutInterval=10s",
        "master=spark://h:7077 spark.largo.port=7000",
        "master=local-cluster[2,1,1024]"
      })
  void nothingIsSaidOfACorrectSetup(String settings) {
    assertEquals(List.of(), findings(settings));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "master=yarn spark.dynamicAllocation.enabled=true | spark.dynamicAllocation.enabled = true: Spark refuses it for workers that must all run at once; set it to false, and spark.executor.instances to their number",
        "master=yarn spark.executor.instances=2 | workers = 4: spark.executor.instances = 2 makes 2 task slots; set it to 4",
        "master=yarn spark.executor.instances=1 spark.executor.cores=3 | workers = 4: spark.executor.instances = 1 makes 3 task slots; set it to 2",
        "master=spark://h:7077 spark.cores.max=6 spark.task.cpus=2 | workers = 4: spark.cores.max = 6 makes 3 task slots; set it to 8",
        "master=yarn spark.task.cpus=2 | spark.task.cpus = 2: no task fits into an executor of spark.executor.cores = 1; set that to 2 or a multiple",
        "master=spark://h:7077 spark.network.timeout=30s | spark.network.timeoutInterval = 60s: longer than spark.network.timeout = 30s allows; set it to 15s",
        "master=spark://h:7077 spark.network.timeout=10s | spark.executor.heartbeatInterval = 10s: longer than spark.network.timeout = 10s allows; set it to 1s"
      })
  void refusesWhatCouldNotSucceed(String settings, String text) {
    assertEquals(List.of(new Finding(true, text)), findings(settings));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "master=yarn spark.executor.instances=4 | workers = 4 in each of 2 runs at once: spark.executor.instances = 4 makes 4 task slots; set it to 8",
        "master=spark://h:7077 spark.cores.max=7 | workers = 4 in each of 2 runs at once: spark.cores.max = 7 makes 7 task slots; set it to 8",
        "master=spark://h:7077 spark.largo.port=7000 | spark.largo.port = 7000: is for one run, and 2 at once have one each; leave it out, or train one at a time"
      })
  void refusesWhatCouldNotSucceedForSeveralRunsAtOnce(String settings, String text) {
    Setup two = setup(AggregationMode.ALL_REDUCE, new Demand(4, 2), false, settings);

    assertEquals(List.of(new Finding(true, text)), Preflight.check(two, RIGHT));
  }

  @ParameterizedTest
  @CsvSource({
    "master=yarn, true",
    "master=k8s://https://h:6443, true",
    "master=yarn spark.executor.instances=3, false",
    "master=spark://h:7077, false"
  })
  void warnsWhereSparkWouldAskForTwoExecutors(String settings, boolean warns) {
    Setup auto = auto(setup(AggregationMode.ALL_REDUCE, Demand.ALONE, false, settings));

    assertEquals(
        warns
            ? List.of(
                new Finding(
                    false,
                    "workers = auto: takes the two executors that Spark asks for where spark.executor.instances is not set; set it, or workers"))
            : List.of(),
        Preflight.check(auto, RIGHT));
  }

  private static Setup auto(Setup setup) {
    return new Setup(setup.conf(), setup.mode(), 0, setup.demand(), 1, false, setup.workerBytes());
  }

  @Test
  void warnsOfAContainerWithoutRoom() {
    assertEquals(
        List.of(
            new Finding(
                false,
                "spark.executor.memoryOverhead = 1024m: 2 workers of 1000 MiB an executor, the JVM"
                    + " and libraries take 2769 MiB beside the heap, and the cluster kills what"
                    + " takes more than it asked for; set it to 2769m or leave it out")),
        findings("master=yarn spark.executor.cores=2 spark.executor.memoryOverhead=1g"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://h:7077", "yarn", "k8s://https://h:6443"})
  void warnsWhereNativeLibrariesWouldTakeAllCores(String master) {
    Setup setup =
        new Setup(
            new SparkConf(false).set("spark.master", master),
            AggregationMode.ALL_REDUCE,
            4,
            Demand.ALONE,
            2,
            false,
            OptionalLong.empty());

    assertEquals(
        List.of(
            new Finding(
                false,
                "spark.executorEnv.OMP_NUM_THREADS: not set, so that ND4J starts a thread a core in"
                    + " each executor; set it to 2, engine.threads, as submit/largo does")),
        Preflight.check(setup, RIGHT));
  }

  @Test
  void jobsOfDriverModeMayQueueAndItsExecutorsMayGo() {
    String elastic = "master=yarn spark.dynamicAllocation.enabled=true";

    assertEquals(
        List.of(),
        Preflight.check(
            setup(AggregationMode.DRIVER, false, "master=yarn spark.executor.instances=1"), RIGHT));
    List<Finding> found = Preflight.check(setup(AggregationMode.DRIVER, false, elastic), RIGHT);
    assertEquals(1, found.size());
    assertTrue(!found.get(0).fatal(), found.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | master=spark://h:7077 | false | spark.task.resource.gpu.amount: not set, so that workers of one host may meet on one GPU",
        "true | spark.task.resource.gpu.amount=2 spark.executor.resource.gpu.amount=2 | true | spark.task.resource.gpu.amount = 2: a worker computes on one GPU; set it to 1",
        "true | master=yarn spark.task.resource.gpu.amount=1 | true | spark.task.resource.gpu.amount = 1: no task fits into an executor of spark.executor.resource.gpu.amount = 0; set both to 1",
        "false | spark.task.resource.gpu.amount=1 spark.executor.resource.gpu.amount=1 | false | spark.task.resource.gpu.amount = 1: this build computes on the CPU"
      })
  void aWorkerComputesOnOneGpu(boolean gpuBuild, String settings, boolean fatal, String start) {
    List<Finding> found =
        Preflight.check(setup(AggregationMode.ALL_REDUCE, gpuBuild, settings), RIGHT);

    assertEquals(1, found.size(), found.toString());
    assertEquals(fatal, found.get(0).fatal());
    assertTrue(found.get(0).text().startsWith(start), found.toString());
  }

  @Test
  void gpusCountAsSlots() {
    String settings =
        "master=yarn spark.executor.cores=8 spark.executor.instances=2"
            + " spark.executor.resource.gpu.amount=2 spark.task.resource.gpu.amount=1";

    assertEquals(
        List.of(), Preflight.check(setup(AggregationMode.ALL_REDUCE, true, settings), RIGHT));
    assertEquals(
        "workers = 4: spark.executor.instances = 1 makes 2 task slots; set it to 2",
        Preflight.check(
                setup(
                    AggregationMode.ALL_REDUCE,
                    true,
                    settings.replace("instances=2", "instances=1")),
                RIGHT)
            .get(0)
            .text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3.5.5 | 2.13.8  | true  | this Spark 3.5.5 is built with Scala 2.13.8, and largo.jar with 2.12; set SPARK_HOME to a Spark 3.5 for Scala 2.12",
        "4.0.0 | 2.13.16 | true  | this Spark 4.0.0 is built with Scala 2.13.16, and largo.jar with 2.12; set SPARK_HOME to a Spark 3.5 for Scala 2.12",
        "3.4.1 | 2.12.17 | false | this is Spark 3.4.1; Largo is built for Spark 3.5, and tested with no other"
      })
  void namesAnotherSpark(String spark, String scala, boolean fatal, String text) {
    assertEquals(
        List.of(new Finding(fatal, text)),
        Preflight.check(
            setup(AggregationMode.ALL_REDUCE, false, "master=spark://h:7077"),
            new Versions(spark, scala)));
  }

  @Test
  void thisSparkIsTheRightOne() {
    assertEquals(
        List.of(),
        Preflight.check(
            setup(AggregationMode.ALL_REDUCE, false, "master=spark://h:7077"),
            Versions.ofThisProcess()));
  }

  @Test
  void whatIsFatalComesFirst() {
    assertEquals(
        List.of(true, false),
        findings("master=yarn spark.executor.instances=1 spark.executor.memoryOverhead=1m").stream()
            .map(Finding::fatal)
            .toList());
  }
}
