package dev.largo.record;

import dev.largo.config.ConfigException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
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

  /** HDFS's answer while another has the file open, or has died less than a minute ago. */
  private static final String WRITTEN =
      "org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException";

  /** While it closes the file of a writer that has died, which takes seconds. */
  private static final String RECOVERED =
      "org.apache.hadoop.hdfs.protocol.RecoveryInProgressException";

  private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(500);

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
    long end = System.nanoTime() + LONGEST_RECOVERY.toNanos();
    while (!isClosed(fileSystem, written, System.nanoTime() - end > 0)) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Whether nobody writes it, as far as the file system tells. */
  private static boolean isClosed(FileSystem fileSystem, Path written, boolean isOver)
      throws IOException {
    try {
      fileSystem.append(written).close();
      return true;
    } catch (UnsupportedOperationException e) {
      return true; // An object store: nothing tells who writes.
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      String answer = e instanceof RemoteException remote ? remote.getClassName() : "";
      if (answer.equals(RECOVERED) && !isOver && !Thread.currentThread().isInterrupted()) {
        return false;
      }
      if (answer.equals(WRITTEN) || answer.equals(RECOVERED)) {
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
