package dev.largo.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** HDFS, a name node and as many data nodes as a file has copies, as a process of its own. */
final class HdfsProcess implements AutoCloseable {
  private static final String READY = "uri";

  /** With fewer no client can append that goes by HDFS's defaults. */
  private static final int DATA_NODES = 3;

  private final Daemon daemon;
  private final String uri;

  /** Starts it; its log and its blocks go to a directory. */
  HdfsProcess(Path directory) throws IOException {
    daemon = new Daemon(HdfsProcess.class, directory, READY, List.of("-Xmx512m"));
    uri = Files.readString(directory.resolve(READY));
  }

  /** Such as {@code hdfs://localhost:1234}. */
  String uri() {
    return uri;
  }

  @Override
  public void close() throws IOException {
    daemon.close();
  }

  /** Runs until its input ends. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Configuration hadoop = new Configuration();
    hadoop.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("blocks").toString());
    try (MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(hadoop).numDataNodes(DATA_NODES).format(true).build()) {
      cluster.waitActive();
      Path draft = Files.writeString(directory.resolve("draft"), cluster.getURI().toString());
      Files.move(draft, directory.resolve(READY));
      long unused = System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
