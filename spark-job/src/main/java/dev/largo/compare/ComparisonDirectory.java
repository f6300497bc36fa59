package dev.largo.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.largo.record.RecordJson;
import dev.largo.record.RunFiles;
import dev.largo.train.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a comparison is written: a directory of its own, with {@code comparison.json}, {@code
 * landscape.json} and {@code report.html}, which is there whole or not at all.
 */
public final class ComparisonDirectory {
  private static final String COMPARISON = "comparison.json";
  private static final String LANDSCAPE = "landscape.json";
  private static final String REPORT = "report.html";

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

  /** Whether there is a comparison in a directory. */
  public static boolean isOne(String uri, Configuration hadoop) throws IOException {
    Path given = new Path(uri);
    return Storage.of(given, hadoop).exists(new Path(given, COMPARISON));
  }

  /** The directory of an earlier comparison. */
  public static ComparisonDirectory open(String uri, Configuration hadoop) throws IOException {
    Path given = new Path(uri);
    FileSystem fileSystem = Storage.of(given, hadoop);
    return new ComparisonDirectory(fileSystem, fileSystem.makeQualified(given));
  }

  /**
   * Reads {@code comparison.json}.
   *
   * @throws ComparisonException if it is not what Largo wrote
   */
  public Comparison comparison() throws IOException {
    return readJson(COMPARISON, Comparison.class);
  }

  /**
   * Reads {@code landscape.json}.
   *
   * @throws ComparisonException if it is not what Largo wrote
   */
  public Landscape landscape() throws IOException {
    return readJson(LANDSCAPE, Landscape.class);
  }

  private <T> T readJson(String name, Class<T> type) throws IOException {
    Path file = new Path(path, name);
    try (InputStream in = fileSystem.open(file)) {
      return RecordJson.MAPPER.readValue(in, type);
    } catch (JsonProcessingException e) {
      throw new ComparisonException(
          file + ": not what Largo wrote (" + e.getOriginalMessage() + "); restore it");
    }
  }

  /**
   * Replaces {@code report.html} in one go.
   *
   * @return where it is
   */
  public Path writeReport(Storage.Content page) throws IOException {
    Path report = new Path(path, REPORT);
    RunFiles.replace(fileSystem, report, page);
    return report;
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
      writeJson(new Path(draft, COMPARISON), comparison);
      writeJson(new Path(draft, LANDSCAPE), landscape);
      Storage.write(fileSystem, new Path(draft, REPORT), page);
      Storage.rename(fileSystem, draft, path);
    } finally {
      fileSystem.delete(draft, true);
    }
  }

  private void writeJson(Path file, Object record) throws IOException {
    byte[] json = RecordJson.pretty(record).getBytes(StandardCharsets.UTF_8);
    Storage.write(fileSystem, file, out -> out.write(json));
  }

  /** The path as a user would write it. */
  public String shown() {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }
}
