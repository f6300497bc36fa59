package dev.largo.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** HDFS, name node and data node, as a process of its own. */
final class HdfsProcess implements AutoCloseable {
  private static final String READY = "uri";

  private final Process process;
  private final String uri;

  /** Starts it; its log and its blocks go to a directory. */
  HdfsProcess(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path log = directory.resolve("hdfs.log");
    Path ready = directory.resolve(READY);
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                HdfsProcess.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    StandaloneCluster.await("HDFS", () -> Files.exists(ready) || !process.isAlive());
    if (!process.isAlive()) {
      throw new IOException("HDFS has not started:\n" + Files.readString(log));
    }
    uri = Files.readString(ready);
  }

  /** Such as {@code hdfs://localhost:1234}. */
  String uri() {
    return uri;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
  }

  /** Runs until its input ends, which it does with the process that has started it. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Configuration hadoop = new Configuration();
    hadoop.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("blocks").toString());
    try (MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(hadoop).numDataNodes(1).format(true).build()) {
      cluster.waitActive();
      Path draft = Files.writeString(directory.resolve("draft"), cluster.getURI().toString());
      Files.move(draft, directory.resolve(READY));
      long unused = System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
