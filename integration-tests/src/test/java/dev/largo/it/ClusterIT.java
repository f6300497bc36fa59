package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on executors that are processes of their own. */
final class ClusterIT {
  @TempDir Path directory;

  @Test
  void driverModeOnTwoExecutorProcessesGivesTheBitsOfOneWorker() throws Exception {
    TinySet set = new TinySet(directory);
    Cli.Result alone = Cli.run(set.train("alone", "workers=1"));
    assertEquals(0, alone.status(), alone.err());
    String opens =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-"))
            .collect(Collectors.joining(" "));
    // Spark's Worker looks for jars there; the executors' class path is given below.
    Files.createDirectories(directory.resolve("spark/jars"));
    Path log = directory.resolve("cluster.log");

    Process process =
        Cli.start(
            directory,
            log,
            List.of(
                "-Dspark.master=local-cluster[2,1,1024]",
                "-Dspark.executor.memory=1g",
                "-Dspark.executor.extraJavaOptions=-Dorg.bytedeco.javacpp.maxphysicalbytes=0 "
                    + opens,
                "-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path")),
            Map.of(
                "SPARK_HOME",
                directory.resolve("spark").toString(),
                "SPARK_SCALA_VERSION",
                "2.12",
                "SPARK_LOCAL_IP",
                "127.0.0.1"),
            set.train("cluster", "workers=2", "aggregation.mode=driver"));
    assertTrue(process.waitFor(240, TimeUnit.SECONDS));

    assertEquals(0, process.exitValue(), () -> read(log));
    assertEquals(set.hash("alone"), set.hash("cluster"));
    assertEquals(
        set.lines("alone", "evaluations.jsonl"), set.lines("cluster", "evaluations.jsonl"));
    assertEquals(
        "local-cluster[2,1,1024]", set.info("cluster").path("cluster").path("master").asText());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
