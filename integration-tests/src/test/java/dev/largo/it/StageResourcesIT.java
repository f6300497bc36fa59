package dev.largo.it;

import static dev.largo.it.StandaloneCluster.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages that compute on no GPU, on a machine of two cores and one GPU. */
final class StageResourcesIT {
  private static final Path DISCOVERY =
      Path.of(System.getProperty("basedir", "."))
          .resolve("../submit/gpu-discovery.sh")
          .toAbsolutePath()
          .normalize();
  private static final int PATIENCE_SECONDS = 180;

  @TempDir static Path directory;
  private static TinySet set;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    set = new TinySet(directory);
    executable("nvidia-smi", "echo 'GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-aa)'");
    Path script = executable("discovery", "PATH=%s:$PATH exec %s".formatted(directory, DISCOVERY));
    cluster =
        new StandaloneCluster(
            directory,
            1,
            2,
            List.of(
                "-Dspark.worker.resource.gpu.amount=1",
                "-Dspark.worker.resource.gpu.discoveryScript=" + script));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Path executable(String name, String line) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + line + "\n");
    assertTrue(file.toFile().setExecutable(true));
    return file;
  }

  /** Submits a command as to a cluster that trains on GPUs, and waits for its end. */
  private static EventLog submit(String name, List<String> more, String... command)
      throws Exception {
    Path events = Files.createDirectory(directory.resolve(name + "-events"));
    Path log = directory.resolve(name + ".log");
    List<String> options = new ArrayList<>(EventLog.options(events));
    for (String setting :
        List.of(
            "spark.executor.cores=2",
            "spark.executor.resource.gpu.amount=1",
            "spark.task.resource.gpu.amount=1",
            "spark.largo.executorWait=20s")) {
      options.addAll(List.of("--conf", setting));
    }
    options.addAll(more);

    Process process = cluster.submit(log, options, command);

    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> read(log));
    assertEquals(0, process.exitValue(), () -> read(log));
    return EventLog.read(events);
  }

  private static String[] pack(String name) {
    return new String[] {
      "pack",
      set.data().resolve("train").toString(),
      directory.resolve(name).toString(),
      "--shard-size",
      "60 kB"
    };
  }

  private static void assertCpusAlone(EventLog events) {
    assertFalse(events.resourcesOfStages().isEmpty());
    assertEquals(Set.of(Set.of("cpus")), Set.copyOf(events.resourcesOfStages()));
  }

  @Test
  void packingRunsATaskACoreAndTakesNoGpu() throws Exception {
    EventLog events = submit("packed", List.of(), pack("packed"));

    assertEquals(Set.of("largo pack"), events.jobNames());
    assertEquals(List.of(Set.of("gpu")), events.resourcesOfExecutors());
    assertCpusAlone(events);
    assertEquals(2, events.mostTasksAtOnce());
  }

  @Test
  @Tag("slow")
  void withDynamicAllocationPackingAsksForExecutorsWithoutGpus() throws Exception {
    EventLog events =
        submit(
            "elastic", List.of("--conf", "spark.dynamicAllocation.enabled=true"), pack("elastic"));

    assertEquals(List.of(Set.of()), events.resourcesOfExecutors());
    assertCpusAlone(events);
    assertEquals(2, events.mostTasksAtOnce());
  }

  @Test
  @Tag("slow")
  void comparingOnCpusSeatsAWorkerACoreAndTakesNoGpu() throws Exception {
    Cli.Result trained = Cli.run(set.train("trained", "workers=2"));
    assertEquals(0, trained.status(), trained.err());

    EventLog events =
        submit("compared", List.of(), "compare", set.run("trained").toString(), "--workers", "2");

    assertEquals(List.of(Set.of("gpu")), events.resourcesOfExecutors());
    assertCpusAlone(events);
    assertEquals(2, events.mostTasksAtOnce());
  }
}
