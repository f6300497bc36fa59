package dev.largo.compare;

import dev.largo.record.RecordJson;
import dev.largo.train.Storage;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a comparison is written: a directory of its own, with {@code comparison.json}, {@code
 * landscape.json} and {@code report.html}, which is there whole or not at all.
 */
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
   * @throws ComparisonException if it is there, since nothing is written over, or if it could not
   *     be made
   */
  public static ComparisonDirectory absent(String uri, Configuration hadoop) throws IOException {
    Path given = new Path(uri);
    FileSystem fileSystem = Storage.of(given, hadoop);
    if (fileSystem.exists(given)) {
      throw new ComparisonException(
          uri + ": exists already; name another directory with --output, or remove it");
    }
    Path path = fileSystem.makeQualified(given);
    if (!canBeMade(fileSystem, path)) {
      throw new ComparisonException(
          uri + ": cannot be made; name a directory that can be written to with --output");
    }
    return new ComparisonDirectory(fileSystem, path);
  }

  /** Tries: the models' work is lost if that is found out when it is done. */
  private static boolean canBeMade(FileSystem fileSystem, Path path) {
    try {
      Path missing = path;
      for (Path at = path; at != null && !fileSystem.exists(at); at = at.getParent()) {
        missing = at;
      }
      return fileSystem.mkdirs(missing) && fileSystem.delete(missing, true);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes the comparison.
   *
   * @param landscape goes into {@code landscape.json}
   * @param page writes {@code report.html}
   */
  public void write(Comparison comparison, Landscape landscape, Storage.Content page)
      throws IOException {
    Path draft = new Path(path.getParent(), "." + path.getName() + ".draft");
    try {
      writeJson(new Path(draft, "comparison.json"), comparison);
      writeJson(new Path(draft, "landscape.json"), landscape);
      Storage.write(fileSystem, new Path(draft, "report.html"), page);
      Storage.rename(fileSystem, draft, path);
    } finally {
      fileSystem.delete(draft, true);
    }
  }

  private void writeJson(Path file, Object record) throws IOException {
    byte[] json = RecordJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(record);
    Storage.write(fileSystem, file, out -> out.write(json));
  }

  /** The path as a user would write it. */
  public String shown() {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }
}
