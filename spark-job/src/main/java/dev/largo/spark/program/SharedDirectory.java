package dev.largo.spark.program;

import dev.largo.train.Storage;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A directory that driver and workers share while a program trains. It goes with {@link #close}, at
 * the latest with the JVM.
 */
final class SharedDirectory implements AutoCloseable {
  private final FileSystem fileSystem;
  private final Path path;

  private SharedDirectory(FileSystem fileSystem, Path path) {
    this.fileSystem = fileSystem;
    this.path = path;
  }

  /**
   * Makes one.
   *
   * @param parent a path or any Hadoop URI; null for a default
   * @param local whether all workers are in this JVM
   * @throws TrainingFailedException where none is given, and no place is known that all workers see
   */
  static SharedDirectory in(@Nullable String parent, Configuration hadoop, boolean local)
      throws IOException {
    Path given = parent == null ? place(hadoop, local) : new Path(parent);
    FileSystem fileSystem = Storage.of(given, hadoop);
    Path path = fileSystem.makeQualified(new Path(given, "largo-" + UUID.randomUUID()));
    if (!fileSystem.mkdirs(path)) {
      throw new TrainingFailedException(
          "exportDirectory = %s: %s cannot be made; give a directory that can be written to"
              .formatted(given, path));
    }
    fileSystem.deleteOnExit(path);
    return new SharedDirectory(fileSystem, path);
  }

  private static Path place(Configuration hadoop, boolean local) throws IOException {
    if (local) {
      return new Path("file://" + System.getProperty("java.io.tmpdir"));
    }
    FileSystem shared = FileSystem.get(hadoop);
    if ("file".equals(shared.getUri().getScheme())) {
      throw new TrainingFailedException(
          "exportDirectory: not set, and fs.defaultFS is a local file system; give a directory that all machines of the cluster see");
    }
    return new Path(shared.getHomeDirectory(), ".largo");
  }

  FileSystem fileSystem() {
    return fileSystem;
  }

  /** Its qualified path. */
  Path path() {
    return path;
  }

  /** A directory or file in it, whether it is there or not. */
  Path at(String name) {
    return new Path(path, name);
  }

  /** Removes what is in it under a name, if there is anything. */
  void remove(String name) throws IOException {
    fileSystem.delete(at(name), true);
  }

  @Override
  public void close() throws IOException {
    fileSystem.delete(path, true);
    fileSystem.cancelDeleteOnExit(path);
  }
}
