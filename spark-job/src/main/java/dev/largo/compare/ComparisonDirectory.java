package dev.largo.compare;

import dev.largo.record.RecordJson;
import dev.largo.train.Storage;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where a comparison is written: a directory of its own, with {@code comparison.json}. */
public final class ComparisonDirectory {
  private final FileSystem fileSystem;
  private final Path path;

  private ComparisonDirectory(FileSystem fileSystem, Path path) {
    this.fileSystem = fileSystem;
    this.path = path;
  }

  /**
   * A directory that is not there yet.
   *
   * @param uri a local path or any Hadoop URI
   * @throws ComparisonException if it is there: nothing is written over
   */
  public static ComparisonDirectory absent(String uri, Configuration hadoop) throws IOException {
    Path given = new Path(uri);
    FileSystem fileSystem = Storage.of(given, hadoop);
    if (fileSystem.exists(given)) {
      throw new ComparisonException(
          uri + ": exists already; name another directory with --output, or remove it");
    }
    return new ComparisonDirectory(fileSystem, fileSystem.makeQualified(given));
  }

  /** Writes a file of it. */
  public void write(String name, Storage.Content content) throws IOException {
    Storage.write(fileSystem, new Path(path, name), content);
  }

  /** Writes {@code comparison.json}. */
  public void write(Comparison comparison) throws IOException {
    byte[] json = RecordJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(comparison);
    write("comparison.json", out -> out.write(json));
  }

  /** The path as a user would write it. */
  public String shown() {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }
}
