package dev.largo.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/** YARN, resource manager and node manager, as a process of its own. */
final class YarnProcess implements AutoCloseable {
  private static final String CONF = "conf";

  private final Daemon daemon;
  private final Path conf;

  /** Starts it; logs and containers go to a directory. */
  YarnProcess(Path directory) throws IOException {
    conf = directory.resolve(CONF);
    List<String> options = new ArrayList<>(StandaloneCluster.moduleOptions());
    options.add("-Xmx512m");
    daemon = new Daemon(YarnProcess.class, directory, CONF, options);
  }

  /** What {@code HADOOP_CONF_DIR} is to name. */
  Path conf() {
    return conf;
  }

  @Override
  public void close() throws IOException {
    daemon.close();
  }

  /** Runs until its input ends. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    try (MiniYARNCluster cluster = start(new YarnConfiguration())) {
      Path draft = Files.createDirectory(directory.resolve("conf.draft"));
      try (OutputStream file = Files.newOutputStream(draft.resolve("yarn-site.xml"))) {
        cluster.getConfig().writeXml(file);
      }
      Files.move(draft, directory.resolve(CONF));
      long unused = System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Starts it in this process, on a node that has room for a few small containers. */
  static MiniYARNCluster start(YarnConfiguration settings) {
    settings.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, 8192);
    settings.setInt("yarn.scheduler.minimum-allocation-mb", 128);
    settings.set(
        "yarn.resourcemanager.scheduler.class",
        "org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler");
    settings.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
    settings.setBoolean("yarn.nodemanager.pmem-check-enabled", false);
    settings.set(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9");
    MiniYARNCluster cluster = new MiniYARNCluster("largo", 1, 1, 1);
    cluster.init(settings);
    cluster.start();
    return cluster;
  }
}
