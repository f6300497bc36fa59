package dev.largo.spark;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ExecutorResourceRequest;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.TaskResourceProfile;
import org.apache.spark.resource.TaskResourceRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StageResourcesTest {
  private static SparkConf conf(String master) {
    return new SparkConf(false).setMaster(master);
  }

  private static SparkConf withGpus(String master) {
    return conf(master)
        .set("spark.executor.resource.gpu.amount", "1")
        .set("spark.task.resource.gpu.amount", "1")
        .set("spark.executor.cores", "8")
        .set("spark.task.cpus", "8");
  }

  private static Map<String, Double> ofTask(ResourceProfile profile) {
    return profile.taskResourcesJMap().values().stream()
        .collect(toMap(TaskResourceRequest::resourceName, TaskResourceRequest::amount));
  }

  private static Map<String, Long> ofExecutor(ResourceProfile profile) {
    return profile.executorResourcesJMap().values().stream()
        .collect(toMap(ExecutorResourceRequest::resourceName, ExecutorResourceRequest::amount));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"spark://host:7077", "yarn", "k8s://https://host", "local-cluster[1,1,1]"})
  void onExecutorsWithGpusTasksAskForCpusAlone(String master) {
    ResourceProfile profile = StageResources.cpusAlone(withGpus(master), 2).orElseThrow();

    assertTrue(profile instanceof TaskResourceProfile, profile.toString());
    assertEquals(Map.of("cpus", 2.0), ofTask(profile));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://host:7077", "yarn", "k8s://https://host"})
  void withDynamicAllocationTheirExecutorsHaveNoGpus(String master) {
    SparkConf conf = withGpus(master).set("spark.dynamicAllocation.enabled", "true");

    ResourceProfile profile = StageResources.cpusAlone(conf, 2).orElseThrow();

    assertEquals(Map.of("cores", 8L), ofExecutor(profile));
    assertEquals(Map.of("cpus", 2.0), ofTask(profile));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://host:7077", "yarn", "local-cluster[1,1,1]"})
  void withoutGpusSettingsHold(String master) {
    assertEquals(Optional.empty(), StageResources.cpusAlone(conf(master), 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[4]", "mesos://host:5050"})
  void whereSparkKnowsNoProfilesSettingsHold(String master) {
    assertEquals(Optional.empty(), StageResources.cpusAlone(withGpus(master), 2));
  }

  @ParameterizedTest
  @CsvSource({"spark://host:7077, 3, 3", "spark://host:7077, 9, 8", "yarn, 9, 8"})
  void aTaskFitsIntoAnExecutor(String master, int wanted, double cpus) {
    ResourceProfile profile = StageResources.cpusAlone(withGpus(master), wanted).orElseThrow();

    assertEquals(Map.of("cpus", cpus), ofTask(profile));
  }

  @ParameterizedTest
  @CsvSource({"spark://host:7077, 4", "yarn, 1"})
  void anExecutorOfUnsaidSizeHasWhatSparkGivesIt(String master, double cpus) {
    SparkConf conf = withGpus(master).remove("spark.executor.cores");

    ResourceProfile profile = StageResources.cpusAlone(conf, 4).orElseThrow();

    assertEquals(Map.of("cpus", cpus), ofTask(profile));
  }

  @Test
  void localModeRunsAStageThatWantsCpusAlone() {
    SparkConf conf =
        conf("local[2]")
            .setAppName("test")
            .set("spark.ui.enabled", "false")
            .set("spark.executor.resource.gpu.amount", "1");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      JavaRDD<Integer> rdd = spark.parallelize(List.of(1, 2, 3), 3);

      StageResources resources = StageResources.ofCpus(spark, 1);

      assertEquals(List.of(1, 2, 3), resources.applyTo(rdd).collect());
      assertEquals(2, resources.slots());
      assertEquals(0, rdd.rdd().getResourceProfile().id(), "the application's own");
    }
  }
}
