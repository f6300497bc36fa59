package dev.largo.command;

import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Loads the CONF of a command from where it is: a local file, or any file system of Hadoop's. */
final class ConfigSource {
  private ConfigSource() {}

  static LargoConfig load(String location, List<String> overrides, Configuration hadoop) {
    if (!location.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
      return ConfigLoader.load(java.nio.file.Path.of(location), overrides);
    }
    Path path = new Path(URI.create(location));
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return ConfigLoader.load(location, text, overrides);
    } catch (IOException e) {
      throw new RequestException(
          location + ": cannot be read (" + e.getMessage() + "); give a HOCON file");
    }
  }
}
