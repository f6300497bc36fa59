package dev.largo.it;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run on executors that are processes of their own. */
final class ClusterIT {
  private static final Path REPOSITORY =
      Path.of(System.getProperty("basedir", ".")).resolve("..").toAbsolutePath().normalize();

  private static final String WHOLE =
      """
      GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-aa)
      GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-bb)
      """;

  private static final String CUT =
      """
      GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-aa)
        MIG 3g.20gb     Device  0: (UUID: MIG-d1)
        MIG 3g.20gb     Device  1: (UUID: MIG-e2)
      """;

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

  /** One machine with two GPUs: two executors with one each, by UUID, or one executor with both. */
  @ParameterizedTest
  @CsvSource({
    "all-reduce, 1, MIG-d1, MIG-e2",
    "driver,     1, MIG-d1, MIG-e2",
    "all-reduce, 2, 0,      1",
    "driver,     2, 0,      1"
  })
  void workersLearnWhichGpuSparkAssignedToThem(
      String mode, int gpusOfAnExecutor, String first, String second) throws Exception {
    TinySet set = new TinySet(directory);
    Path smi = directory.resolve("nvidia-smi");
    Files.writeString(
        smi, "#!/bin/sh\ncat <<'END'\n" + (gpusOfAnExecutor == 1 ? CUT : WHOLE) + "END\n");
    assertTrue(smi.toFile().setExecutable(true));
    Path log = directory.resolve("gpu.log");

    Process process =
        start(
            log,
            List.of(
                "-Dspark.master=local-cluster[1,2,2048]",
                "-Dspark.cores.max=2",
                "-Dspark.scheduler.minRegisteredResourcesRatio=1",
                "-Dspark.executor.cores=" + gpusOfAnExecutor,
                "-Dspark.worker.resource.gpu.amount=2",
                "-Dspark.worker.resource.gpu.discoveryScript="
                    + REPOSITORY.resolve("submit/gpu-discovery.sh"),
                "-Dspark.executor.resource.gpu.amount=" + gpusOfAnExecutor,
                "-Dspark.task.resource.gpu.amount=1"),
            set.train("gpu", "workers=2", "aggregation.mode=" + mode));
    boolean ended = process.waitFor(240, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended, () -> read(log));

    assertEquals(0, process.exitValue(), () -> read(log));
    List<List<Assigned>> assigned = assignedByExecutor();
    assertEquals(2 / gpusOfAnExecutor, assigned.size(), () -> assigned.toString());
    List<Assigned> all = assigned.stream().flatMap(List::stream).toList();
    assertEquals(2, all.size(), () -> all.toString());
    assertEquals(Set.of(first, second), all.stream().map(Assigned::gpu).collect(toSet()));
    assertEquals(Set.of(0, 1), all.stream().map(Assigned::rank).collect(toSet()));
    assertTrue(
        read(log).contains("spark.task.resource.gpu.amount = 1: this build computes on the CPU"),
        () -> read(log));
  }

  /** What a worker said that a GPU was set aside for. */
  private record Assigned(String gpu, int rank) {}

  /** What the workers of each executor process said. */
  private List<List<Assigned>> assignedByExecutor() throws Exception {
    Pattern said = Pattern.compile("Spark assigned GPU (\\S+) to rank (\\d+),");
    try (Stream<Path> files = Files.walk(directory.resolve("spark"))) {
      return files
          .filter(file -> file.endsWith("stderr"))
          .map(
              file ->
                  said.matcher(read(file))
                      .results()
                      .map(line -> new Assigned(line.group(1), Integer.parseInt(line.group(2))))
                      .distinct() // Spark's copy may end with what it had before, once more.
                      .toList())
          .toList();
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
