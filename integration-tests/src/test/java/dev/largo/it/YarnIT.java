package dev.largo.it;

import static dev.largo.it.StandaloneCluster.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on YARN, sent there by the launcher through a Spark installation. */
@Tag("slow")
final class YarnIT {
  private static final Path REPOSITORY =
      Path.of(System.getProperty("basedir", ".")).resolve("..").toAbsolutePath().normalize();
  private static final int PATIENCE_SECONDS = 300;

  @TempDir static Path directory;
  private static YarnProcess yarn;
  private static TinySet set;

  @BeforeAll
  static void start() throws Exception {
    set = new TinySet(directory);
    Cli.Result alone = Cli.run(set.train("alone", "workers=1"));
    assertEquals(0, alone.status(), alone.err());
    installSpark();
    yarn = new YarnProcess(directory.resolve("yarn"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (yarn != null) {
      yarn.close();
    }
  }

  /** What a Spark installation is to the launcher: its jars, and spark-submit as Spark's own. */
  private static void installSpark() throws IOException {
    Path jars = Files.createDirectories(directory.resolve("spark/jars"));
    try (Stream<Path> files = Files.list(REPOSITORY.resolve("spark-job/target/lib"))) {
      for (Path jar : files.toList()) {
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
      }
    }
    for (String jar : System.getProperty("java.class.path").split(":", -1)) {
      if (jar.contains("spark-yarn_")) {
        Files.createSymbolicLink(jars.resolve("spark-yarn.jar"), Path.of(jar));
      }
    }
    Path submit = directory.resolve("spark/bin/spark-submit");
    Files.createDirectories(submit.getParent());
    Files.writeString(
        submit,
        """
        #!/usr/bin/env bash
        export SPARK_SCALA_VERSION=2.12
        # Words end in NUL; the first is empty, and a line's end follows it.
        mapfile -d '' -t words < <("$JAVA_HOME/bin/java" -cp "$SPARK_HOME/jars/*" \\
          org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
        exec "${words[1]#$'\\n'}" "${words[@]:2}"
        """);
    assertTrue(submit.toFile().setExecutable(true));
  }

  private static Process largo(Path log, List<String> options, String... command)
      throws IOException {
    List<String> line =
        new ArrayList<>(List.of(REPOSITORY.resolve("submit/largo").toString(), "--master", "yarn"));
    line.addAll(options);
    line.addAll(
        List.of(
            "--conf",
            "spark.executor.memory=600m",
            "--conf",
            "spark.driver.memory=800m",
            "--conf",
            "spark.executor.extraJavaOptions=" + String.join(" ", Cli.QUICK),
            "--conf",
            "spark.ui.enabled=false",
            "--conf",
            "spark.yarn.stagingDir=" + directory.resolve("staging"),
            "--conf",
            "spark.yarn.jars=local:" + directory.resolve("spark/jars") + "/*"));
    line.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME", directory.resolve("spark").toString(),
                "HADOOP_CONF_DIR", yarn.conf().toString(),
                "SPARK_LOCAL_IP", "127.0.0.1",
                "LARGO_CLUSTER_ENV", "/dev/null",
                "JAVA_HOME", System.getProperty("java.home")));
    return builder.start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "cluster"})
  void bitsAreThoseOfOneWorkerInOneProcess(String deployMode) throws Exception {
    Path log = directory.resolve(deployMode + ".log");

    Process process =
        largo(log, List.of("--deploy-mode", deployMode), set.train(deployMode, "workers=2"));

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

    Process process =
        largo(log, List.of("--deploy-mode", "cluster"), set.train("failed", "epochs=-1"));

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
