package dev.largo.command;

import dev.largo.config.LargoConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Makes a configuration mean the same in any directory: that of a resume, or of an executor. */
final class InputPaths {
  private InputPaths() {}

  /**
   * The configuration with absolute paths to data and network.
   *
   * @throws IOException if the default file system cannot be reached
   */
  static LargoConfig absolute(LargoConfig config, Configuration hadoop) throws IOException {
    try {
      return config.withInputPaths(path -> absolute(path, hadoop));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** A path as it is written: without a scheme where it is local. */
  static String shown(Path path) {
    boolean local = "file".equals(path.toUri().getScheme());
    return local ? path.toUri().getPath() : path.toString();
  }

  /** One path, made absolute. */
  static String absolute(String given, Configuration hadoop) {
    Path path = new Path(given);
    if (path.toUri().getScheme() != null) {
      return given;
    }
    try {
      return shown(FileSystem.get(hadoop).makeQualified(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
