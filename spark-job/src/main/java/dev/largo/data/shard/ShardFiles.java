package dev.largo.data.shard;

import dev.largo.config.PathList;
import dev.largo.data.DataException;
import dev.largo.data.DataLocation;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds the files that a location names: single files, patterns with braces, globs, and
 * directories, whose files are taken in the order of their names.
 */
public final class ShardFiles {
  /** Kinds of files that a directory may hold among others. */
  public enum Kind {
    TAR(".tar", "tar shards, such as train-{000000..000146}.tar, or their directory"),
    SEQUENCE("", "Hadoop sequence files, or their directory"),
    PARQUET(".parquet", "Parquet files, or their directory");

    private final String extension;
    private final String expected;

    Kind(String extension, String expected) {
      this.extension = extension;
      this.expected = expected;
    }

    private boolean has(String name) {
      return name.endsWith(extension)
          && !name.startsWith(".")
          && !name.startsWith("_")
          && !name.equals("classes.txt");
    }
  }

  private ShardFiles() {}

  /**
   * What a location names.
   *
   * @param files in their order, at least one
   * @param listed whether some of them came from a directory or glob, which should find them all
   */
  public record Found(List<ShardFile> files, boolean listed) {}

  /**
   * The files of a location.
   *
   * @throws DataException if there are none, or not all on one file system
   */
  public static Found of(DataLocation location, Kind kind) throws IOException {
    Set<ShardFile> found = new LinkedHashSet<>();
    boolean listed = false;
    URI fileSystem = null;
    for (String part : PathList.split(location.uri())) {
      for (String name : BracePattern.expand(location.key(), part)) {
        Path path = path(location, name);
        URI there = location.fileSystem(path).getUri();
        if (!there.equals(fileSystem == null ? there : fileSystem)) {
          throw location.wrong(
              "is on " + fileSystem + " and on " + there, "put the set on one file system");
        }
        fileSystem = there;
        List<ShardFile> named = named(location, path, kind);
        listed |= !named.get(0).path().getName().equals(path.getName());
        for (ShardFile file : named) {
          if (!found.add(file)) {
            throw location.wrong(file.path() + " is named twice", "name each shard once");
          }
        }
      }
    }
    return new Found(List.copyOf(found), listed);
  }

  /** The directory of the first file, where {@code classes.txt} lies. */
  static Path directory(DataLocation location) throws IOException {
    String first = PathList.split(location.uri()).get(0);
    Path path = path(location, BracePattern.expand(location.key(), first).get(0));
    FileSystem files = location.fileSystem(path);
    Path parent = path.getParent();
    return parent == null || (files.exists(path) && files.getFileStatus(path).isDirectory())
        ? path
        : parent;
  }

  private static Path path(DataLocation location, String name) throws DataException {
    return new DataLocation(location.key(), name, location.hadoop()).path();
  }

  private static List<ShardFile> named(DataLocation location, Path path, Kind kind)
      throws IOException {
    FileSystem files = location.fileSystem(path);
    if (path.toString().matches(".*[*?\\[].*")) {
      FileStatus[] matching = files.globStatus(path);
      return sorted(location, path, kind, matching == null ? new FileStatus[0] : matching);
    }
    FileStatus status = location.status(path, kind.expected);
    if (status.isDirectory()) {
      return sorted(location, path, kind, files.listStatus(path));
    }
    return List.of(ShardFile.of(status));
  }

  private static List<ShardFile> sorted(
      DataLocation location, Path path, Kind kind, FileStatus[] entries) throws DataException {
    List<ShardFile> shards = new ArrayList<>();
    Stream.of(entries)
        .filter(FileStatus::isFile)
        .filter(entry -> kind.has(entry.getPath().getName()))
        .sorted(Comparator.comparing(FileStatus::getPath))
        .forEach(entry -> shards.add(ShardFile.of(entry)));
    if (shards.isEmpty()) {
      throw location.wrong(
          path + " holds no file called *" + kind.extension, "give " + kind.expected);
    }
    return shards;
  }
}
