package dev.largo.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.hdfs.server.namenode.AuditLogger;

/** Writes down who asked a name node for what, and how they had proved who they are. */
public final class AuditFile implements AuditLogger {
  /** Key of Hadoop's configuration: the file. */
  static final String KEY = "largo.audit.file";

  private Path file = Path.of("audit");

  /** For the name node, which makes it by its name. */
  public AuditFile() {}

  @Override
  public void initialize(Configuration configuration) {
    file = Path.of(configuration.get(KEY));
  }

  @Override
  public synchronized void logAuditEvent(
      boolean succeeded,
      String user,
      InetAddress address,
      String command,
      String source,
      String destination,
      FileStatus status) {
    try {
      Files.write(
          file,
          List.of((succeeded ? "" : "refused ") + user + " " + command + " " + source),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
