package dev.largo.it;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/** YARN, resource manager and node manager, as a process of its own. */
final class YarnProcess implements AutoCloseable {
  private static final String CONF = "conf";

  private final Process process;
  private final Path conf;

  /** Starts it; logs and containers go to a directory. */
  YarnProcess(Path directory) throws IOException {
    Files.createDirectories(directory);
    conf = directory.resolve(CONF);
    Path log = directory.resolve("yarn.log");
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
    line.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-"))
            .toList());
    line.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            YarnProcess.class.getName(),
            directory.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    process = builder.start();
    StandaloneCluster.await("YARN", () -> Files.exists(conf) || !process.isAlive());
    if (!process.isAlive()) {
      throw new IOException("YARN has not started:\n" + Files.readString(log));
    }
  }

  /** What {@code HADOOP_CONF_DIR} is to name. */
  Path conf() {
    return conf;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  /** Runs until its input ends, which it does with the process that has started it. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    YarnConfiguration settings = new YarnConfiguration();
    settings.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, 8192);
    settings.setInt("yarn.scheduler.minimum-allocation-mb", 128);
    settings.set(
        "yarn.resourcemanager.scheduler.class",
        "org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler");
    settings.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
    settings.setBoolean("yarn.nodemanager.pmem-check-enabled", false);
    settings.set(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9");
    try (MiniYARNCluster cluster = new MiniYARNCluster("largo", 1, 1, 1)) {
      cluster.init(settings);
      cluster.start();
      Path draft = Files.createDirectory(directory.resolve("conf.draft"));
      try (OutputStream file = Files.newOutputStream(draft.resolve("yarn-site.xml"))) {
        cluster.getConfig().writeXml(file);
      }
      Files.move(draft, directory.resolve(CONF));
      long unused = System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
