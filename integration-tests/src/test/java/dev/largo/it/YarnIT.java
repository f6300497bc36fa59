package dev.largo.it;

import static dev.largo.it.StandaloneCluster.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on YARN, sent there by the launcher through a Spark installation. */
final class YarnIT {
  private static final int PATIENCE_SECONDS = 300;

  @TempDir static Path directory;
  private static SparkInstallation spark;
  private static YarnProcess yarn;
  private static TinySet set;

  @BeforeAll
  static void start() throws Exception {
    set = new TinySet(directory);
    Cli.Result alone = Cli.run(set.train("alone", "workers=1"));
    assertEquals(0, alone.status(), alone.err());
    spark = new SparkInstallation(directory.resolve("spark"));
    yarn = new YarnProcess(directory.resolve("yarn"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (yarn != null) {
      yarn.close();
    }
  }

  private static Process largo(Path log, String deployMode, String... command) throws IOException {
    return spark.submit(
        log,
        yarn.conf(),
        List.of(
            "--deploy-mode",
            deployMode,
            "--conf",
            "spark.yarn.stagingDir=" + directory.resolve("staging")),
        command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "cluster"})
  void bitsAreThoseOfOneWorkerInOneProcess(String deployMode) throws Exception {
    Path log = directory.resolve(deployMode + ".log");

    Process process = largo(log, deployMode, set.train(deployMode, "workers=2"));

    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> read(log));
    assertEquals(0, process.exitValue(), () -> read(log) + containers());
    assertEquals(set.hash("alone"), set.hash(deployMode));
    assertEquals(2, set.info(deployMode).path("cluster").path("workers").asInt());
    assertEquals("yarn", set.info(deployMode).path("cluster").path("master").asText());
    String said = deployMode.equals("client") ? read(log) : containers();
    assertTrue(said.contains("asking for spark.executor.instances=2"), said);
  }

  @Test
  void aRunThatFailsInClusterModeIsAFailedApplication() throws Exception {
    Path log = directory.resolve("failed.log");

    Process process = largo(log, "cluster", set.train("failed", "epochs=-1"));

    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> read(log));
    assertEquals(1, process.exitValue(), () -> read(log));
    assertTrue(read(log).contains("epochs = -1: must be"), () -> read(log));
    assertTrue(read(log).contains("User application exited with status 2"), () -> read(log));
  }

  /** What processes in containers said on standard error. */
  private static String containers() {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory.resolve("yarn"))) {
      files
          .filter(file -> file.endsWith("stderr"))
          .forEach(file -> all.append(file).append(":\n").append(read(file)));
    } catch (IOException e) {
      all.append(e);
    }
    return all.toString();
  }
}
