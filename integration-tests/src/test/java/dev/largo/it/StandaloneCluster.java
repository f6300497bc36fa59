package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * A real standalone cluster on this machine: Spark's master and workers as processes of their own,
 * on the jars that the build has put together. Executors are the workers' children.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final Path REPOSITORY =
      Path.of(System.getProperty("basedir", ".")).resolve("..").toAbsolutePath().normalize();
  private static final Path LIB = REPOSITORY.resolve("spark-job/target/lib");

  /** Options of spark-submit that suit small executors. */
  static final List<String> SETTINGS =
      List.of(
          "--conf",
          "spark.executor.memory=1g",
          "--conf",
          "spark.executor.extraJavaOptions=-Dorg.bytedeco.javacpp.maxphysicalbytes=0 "
              + String.join(" ", Cli.QUICK),
          "--conf",
          "spark.executorEnv.OMP_NUM_THREADS=1",
          "--conf",
          "spark.ui.enabled=false");

  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

  private final Path directory;
  private final int masterPort;
  private final int cores;
  private final List<String> daemonOptions;
  private final List<Process> daemons = new ArrayList<>();

  /**
   * Starts it.
   *
   * @param workers Spark workers
   * @param cores of each, all of them one executor's
   * @param daemonOptions JVM options of master and workers
   */
  StandaloneCluster(Path directory, int workers, int cores, List<String> daemonOptions)
      throws IOException {
    this.directory = directory;
    this.cores = cores;
    this.daemonOptions = List.copyOf(daemonOptions);
    // Workers give their executors the jars of SPARK_HOME.
    Files.createDirectories(directory.resolve("spark"));
    Files.createSymbolicLink(directory.resolve("spark/jars"), LIB);
    masterPort = freePort();
    Path log = directory.resolve("master.log");
    Process master =
        daemon(
            log,
            List.of(),
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "" + masterPort,
            "--webui-port",
            "0");
    await(
        "the master", () -> read(log).contains("I have been elected leader") || !master.isAlive());
    assertTrue(master.isAlive(), () -> read(log));
    for (int i = 0; i < workers; i++) {
      startWorker();
    }
    await(
        "the workers",
        () -> read(log).lines().filter(l -> l.contains("Registering worker")).count() >= workers);
  }

  /** One more worker. */
  Process startWorker() throws IOException {
    int number = daemons.size();
    return daemon(
        directory.resolve("worker-" + number + ".log"),
        List.of(),
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        "127.0.0.1",
        "--webui-port",
        "0",
        "--cores",
        "" + cores,
        "--memory",
        "2g",
        "--work-dir",
        directory.resolve("work-" + number).toString(),
        master());
  }

  String master() {
    return "spark://127.0.0.1:" + masterPort;
  }

  /** Kills a worker and its executors, for good. */
  void loseWorker() {
    Process worker = workers().get(workers().size() - 1);
    worker.descendants().forEach(ProcessHandle::destroyForcibly);
    worker.destroyForcibly();
  }

  private List<Process> workers() {
    return daemons.subList(1, daemons.size());
  }

  /** Executors that live at the moment. */
  List<ProcessHandle> executors() {
    return workers().stream()
        .flatMap(worker -> worker.toHandle().children())
        .filter(ProcessHandle::isAlive)
        .filter(child -> child.info().commandLine().orElse("").contains(EXECUTOR))
        .toList();
  }

  /** A command, submitted to this cluster; both its streams go to the log. */
  Process submit(Path log, List<String> options, String... command) throws IOException {
    List<String> line = new ArrayList<>(List.of("--master", master()));
    line.addAll(List.of("--class", "dev.largo.Largo"));
    line.addAll(SETTINGS);
    line.addAll(options);
    line.add(REPOSITORY.resolve("spark-job/target/largo.jar").toString());
    line.addAll(List.of(command));
    return sparkSubmit(log, line.toArray(String[]::new));
  }

  /** Spark's own command. */
  Process sparkSubmit(Path log, String... arguments) throws IOException {
    List<String> line = java(List.of("-Xmx1g", "-Dlargo.taskLog=off", "-cp", LIB + "/*"));
    line.add("org.apache.spark.deploy.SparkSubmit");
    line.addAll(List.of(arguments));
    return start(line, log);
  }

  @Override
  public void close() {
    for (Process daemon : daemons) {
      daemon.descendants().forEach(ProcessHandle::destroyForcibly);
      daemon.destroyForcibly();
    }
    daemons.forEach(daemon -> daemon.onExit().join());
  }

  private Process daemon(Path log, List<String> options, String... main) throws IOException {
    List<String> line = java(options);
    line.addAll(daemonOptions);
    line.addAll(List.of("-Xmx256m", "-cp", LIB + "/*"));
    line.addAll(List.of(main));
    Process process = start(line, log);
    daemons.add(process);
    return process;
  }

  private static List<String> java(List<String> options) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(moduleOptions());
    line.addAll(Cli.QUICK);
    line.addAll(options);
    return line;
  }

  /** What Spark needs of a JVM 17, and gives its executors by itself. */
  static List<String> moduleOptions() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-"))
        .toList();
  }

  private Process start(List<String> line, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", directory.resolve("spark").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("OMP_NUM_THREADS", "1");
    return builder.start();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits for something to become true, three minutes at most. */
  static void await(String what, Callable<Boolean> condition) {
    await(what, Duration.ofMinutes(3), condition);
  }

  static void await(String what, Duration patience, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(patience)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(condition);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
