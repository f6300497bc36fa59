package dev.largo.train;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Opens the file system of a run directory. */
public final class Storage {
  private Storage() {}

  /**
   * The file system of a path. Local files come without Hadoop's checksum layer, which would hold
   * back flushed lines and put a .crc file beside each.
   */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem fileSystem = path.getFileSystem(hadoop);
    return fileSystem instanceof LocalFileSystem local ? local.getRaw() : fileSystem;
  }

  /**
   * Puts a finished file or directory in its place.
   *
   * @throws IOException if there is something at {@code to}, or the file system refuses
   */
  public static void rename(FileSystem fileSystem, Path from, Path to) throws IOException {
    if (fileSystem.exists(to) || !fileSystem.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  /** As {@link #rename}, over an older version, which is kept until the new one is complete. */
  public static void replace(FileSystem fileSystem, Path from, Path to) throws IOException {
    Path old = to.suffix(".old");
    fileSystem.delete(old, true);
    boolean existed = fileSystem.exists(to);
    if (existed) {
      rename(fileSystem, to, old);
    }
    rename(fileSystem, from, to);
    if (existed) {
      fileSystem.delete(old, true);
    }
  }
}
