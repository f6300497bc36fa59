package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on executors that are processes of their own. */
final class ClusterIT {
  private static final Path REPOSITORY =
      Path.of(System.getProperty("basedir", ".")).resolve("..").toAbsolutePath().normalize();

  @TempDir Path directory;

  @Test
  void clusterThatGrantsNoExecutorIsNotWaitedForForEver() throws Exception {
    TinySet set = new TinySet(directory);
    Path log = directory.resolve("none.log");

    // More cores an executor than any of the workers has.
    Process process =
        start(
            log,
            List.of("-Dspark.executor.cores=2", "-Dspark.largo.executorWait=3s"),
            set.train("none", "workers=2", "aggregation.mode=driver"));
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));

    assertEquals(2, process.exitValue(), () -> read(log));
    assertTrue(read(log).contains("granted no executor in 3 s"), () -> read(log));
    assertEquals("failed", set.info("none").path("status").asText());
  }

  @Test
  void workersLearnWhichGpuSparkAssignedToThem() throws Exception {
    TinySet set = new TinySet(directory);
    Path smi = directory.resolve("nvidia-smi");
    Files.writeString(
        smi,
        """
        #!/bin/sh
        echo 'GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-aa)'
        echo '  MIG 3g.20gb     Device  0: (UUID: MIG-d1)'
        echo '  MIG 3g.20gb     Device  1: (UUID: MIG-e2)'
        """);
    assertTrue(smi.toFile().setExecutable(true));
    Path log = directory.resolve("gpu.log");

    Process process =
        start(
            log,
            List.of(
                // One machine with two GPUs, and two executors of a core on it.
                "-Dspark.master=local-cluster[1,2,2048]",
                "-Dspark.executor.cores=1",
                "-Dspark.worker.resource.gpu.amount=2",
                "-Dspark.worker.resource.gpu.discoveryScript="
                    + REPOSITORY.resolve("submit/gpu-discovery.sh"),
                "-Dspark.executor.resource.gpu.amount=1",
                "-Dspark.task.resource.gpu.amount=1"),
            set.train("gpu", "workers=2", "aggregation.mode=driver"));
    assertTrue(process.waitFor(240, TimeUnit.SECONDS));

    assertEquals(0, process.exitValue(), () -> read(log));
    assertEquals(1, executorLines("Spark assigned GPU MIG-d1 to this worker"), () -> read(log));
    assertEquals(1, executorLines("Spark assigned GPU MIG-e2 to this worker"), () -> read(log));
    assertTrue(
        read(log).contains("spark.task.resource.gpu.amount = 1: this build computes on the CPU"),
        () -> read(log));
  }

  /** How many of the executors said something. */
  private long executorLines(String text) throws Exception {
    try (Stream<Path> files = Files.walk(directory.resolve("spark"))) {
      return files
          .filter(file -> file.endsWith("stderr"))
          .filter(file -> read(file).contains(text))
          .count();
    }
  }

  /** Largo as the driver of a cluster of two worker processes with a core each. */
  private Process start(Path log, List<String> more, String... arguments) throws Exception {
    String opens =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-"))
            .collect(Collectors.joining(" "));
    // Spark's Worker looks for jars there; the executors' class path is given below.
    Files.createDirectories(directory.resolve("spark/jars"));
    List<String> options = new ArrayList<>();
    options.add("-Dspark.master=local-cluster[2,1,1024]");
    options.add("-Dspark.executor.memory=1g");
    options.add(
        "-Dspark.executor.extraJavaOptions=-Dorg.bytedeco.javacpp.maxphysicalbytes=0 " + opens);
    options.add("-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path"));
    options.addAll(more);
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME",
            directory.resolve("spark").toString(),
            "SPARK_SCALA_VERSION",
            "2.12",
            "SPARK_LOCAL_IP",
            "127.0.0.1",
            "PATH",
            directory + ":" + System.getenv("PATH"));
    return Cli.start(directory, log, options, environment, arguments);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
