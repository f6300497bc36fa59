package dev.largo.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Spark cluster of processes on this machine: a driver, and executors of one task slot each. */
final class LocalCluster {
  private static final String MAIN = "dev.largo.Largo";
  private static final String LOOPBACK = "127.0.0.1";

  private final Console console;
  private final int executors;
  private final long heapMebibytes;

  /**
   * A cluster, not yet started.
   *
   * @param heapMebibytes of the driver and of each executor, at most
   */
  LocalCluster(Console console, int executors, long heapMebibytes) {
    this.console = console;
    this.executors = executors;
    this.heapMebibytes = heapMebibytes;
  }

  /**
   * Runs a command as the driver, with the options of this JVM, and passes on what it prints.
   *
   * @return its exit status
   */
  int run(List<String> arguments) throws IOException, InterruptedException {
    Path home = Files.createTempDirectory("largo-bench-");
    // Spark's workers look for its jars there; the executors' class path is this JVM's own.
    Files.createDirectory(home.resolve("jars"));
    ProcessBuilder builder = new ProcessBuilder(commandLine(arguments));
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME",
                home.toString(),
                "SPARK_SCALA_VERSION",
                "2.12",
                "SPARK_LOCAL_IP",
                LOOPBACK));
    Process driver = builder.start();
    Thread stop = new Thread(() -> end(driver, home));
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      Thread messages = passOn(driver.getErrorStream(), console.err());
      driver.getInputStream().transferTo(console.out());
      messages.join();
      return driver.waitFor();
    } finally {
      end(driver, home);
      removeHook(stop);
    }
  }

  private static void removeHook(Thread stop) {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      // This process is ending: the hook runs, and finds nothing left to do.
    }
  }

  /** Leaves neither processes nor files behind; harmless a second time. */
  private synchronized void end(Process driver, Path home) {
    driver.destroy();
    try {
      int unused = driver.waitFor();
      delete(home);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      console.say("left behind: " + home);
    }
  }

  private List<String> commandLine(List<String> arguments) {
    List<String> own =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-") || option.startsWith("-D"))
            .toList();
    String classPath = System.getProperty("java.class.path");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(own);
    line.addAll(
        List.of(
            "-Xmx" + heapMebibytes + "m",
            "-Dspark.master=local-cluster[" + executors + ",1," + heapMebibytes + "]",
            "-Dspark.executor.memory=" + heapMebibytes + "m",
            "-Dspark.executor.extraClassPath=" + classPath,
            "-Dspark.executor.extraJavaOptions=" + ofExecutors(own),
            "-Dspark.ui.enabled=false",
            "-cp",
            classPath,
            MAIN));
    line.addAll(arguments);
    return line;
  }

  /** Spark takes its own settings another way. */
  private static String ofExecutors(List<String> options) {
    return options.stream()
        .filter(option -> !option.startsWith("-Dspark."))
        .map(option -> '"' + option.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(" "));
  }

  private static Thread passOn(InputStream from, PrintStream to) {
    Thread thread =
        new Thread(
            () -> {
              try {
                long unused = from.transferTo(to);
              } catch (IOException e) {
                // The driver was stopped: there is no more to come.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
