package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a Spark installation is to the launcher: its jars, and spark-submit as Spark's own. */
final class SparkInstallation {
  private static final Path REPOSITORY =
      Path.of(System.getProperty("basedir", ".")).resolve("..").toAbsolutePath().normalize();

  private final Path home;

  /** Makes one that knows YARN. */
  SparkInstallation(Path home) throws IOException {
    this.home = home;
    Path jars = Files.createDirectories(home.resolve("jars"));
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
    Path submit = home.resolve("bin/spark-submit");
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

  /**
   * Sends a command to YARN with the launcher; both its streams go to the log.
   *
   * @param hadoopConf what {@code HADOOP_CONF_DIR} is to name
   * @param options of spark-submit
   */
  Process submit(Path log, Path hadoopConf, List<String> options, String... command)
      throws IOException {
    return submit(log, hadoopConf, List.of(), options, command);
  }

  /**
   * The same.
   *
   * @param jvmOptions of all processes of the application
   */
  Process submit(
      Path log, Path hadoopConf, List<String> jvmOptions, List<String> options, String... command)
      throws IOException {
    List<String> java = new ArrayList<>(Cli.QUICK);
    java.addAll(jvmOptions);
    String javaOptions = String.join(" ", java);
    List<String> line =
        new ArrayList<>(List.of(REPOSITORY.resolve("submit/largo").toString(), "--master", "yarn"));
    for (String setting :
        List.of(
            "spark.executor.memory=600m",
            "spark.driver.memory=800m",
            "spark.executor.extraJavaOptions=" + javaOptions,
            "spark.yarn.am.extraJavaOptions=" + javaOptions,
            "spark.driver.extraJavaOptions=" + javaOptions,
            "spark.ui.enabled=false",
            "spark.yarn.jars=local:" + home.resolve("jars") + "/*")) {
      line.addAll(List.of("--conf", setting));
    }
    line.addAll(options);
    line.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME",
                home.toString(),
                "HADOOP_CONF_DIR",
                hadoopConf.toString(),
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                "SPARK_SUBMIT_OPTS",
                javaOptions,
                "LARGO_CLUSTER_ENV",
                "/dev/null",
                "JAVA_HOME",
                System.getProperty("java.home")));
    return builder.start();
  }
}
