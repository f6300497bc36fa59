package dev.largo.record;

import dev.largo.config.ConfigException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.ipc.RemoteException;
import org.jspecify.annotations.Nullable;

/**
 * One process's hold on a run directory, so that no two train in it. A local directory is held by a
 * lock on a file, which ends with the process; HDFS gives the lines that are written to one writer
 * at a time; other stores give no protection.
 */
public final class RunClaim implements AutoCloseable {
  static final String LOCK = ".lock";

  /** Locked by this process: opening and closing such a file again would unlock it. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** HDFS's answers while another has the file open, and while it closes one whose writer died. */
  private static final Set<String> LEASED =
      Set.of(
          "org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException",
          "org.apache.hadoop.hdfs.protocol.RecoveryInProgressException");

  private final Path run;
  private final @Nullable FileChannel locked;

  private RunClaim(Path run, @Nullable FileChannel locked) {
    this.run = run;
    this.locked = locked;
  }

  /**
   * Claims a run.
   *
   * @param run the qualified path of its directory
   * @param written a file that a running training has open
   * @throws ConfigException if it is claimed already
   */
  public static RunClaim of(FileSystem fileSystem, Path run, Path written) throws IOException {
    if (!HELD.add(run)) {
      throw inUse(run, "this process trains in it");
    }
    try {
      if ("file".equals(fileSystem.getUri().getScheme())) {
        return new RunClaim(run, lock(run));
      }
      requireNoWriter(fileSystem, written);
      return new RunClaim(run, null);
    } catch (IOException | RuntimeException e) {
      HELD.remove(run);
      throw e;
    }
  }

  /** Null on a file system without locks, as some network mounts are. */
  private static @Nullable FileChannel lock(Path run) throws IOException {
    FileChannel channel =
        FileChannel.open(
            java.nio.file.Path.of(run.toUri().getPath(), LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (IOException e) {
      channel.close();
      return null;
    }
    channel.close();
    throw inUse(run, "another process trains in it");
  }

  private static void requireNoWriter(FileSystem fileSystem, Path written) throws IOException {
    if (!fileSystem.exists(written)) {
      return;
    }
    try {
      fileSystem.append(written).close();
    } catch (UnsupportedOperationException e) {
      // An object store: nothing tells who writes.
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      if (e instanceof RemoteException remote && LEASED.contains(remote.getClassName())) {
        throw inUse(
            written.getParent(),
            "or its driver was killed, which HDFS notices after about a minute (" + why + ")");
      }
      throw new IOException(written + ": cannot be appended to: " + why, e);
    }
  }

  private static ConfigException inUse(Path run, String why) {
    return new ConfigException(
        List.of(run + ": the run is in use, " + why + "; wait for its end, or stop it first"));
  }

  @Override
  public void close() throws IOException {
    HELD.remove(run);
    if (locked != null) {
      locked.close();
    }
  }
}
