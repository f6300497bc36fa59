package dev.largo.command;

import dev.largo.config.ConfigLoader;
import dev.largo.config.ConfigTemplate;
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

  /** A run's configuration. */
  static LargoConfig load(String location, List<String> overrides, Configuration hadoop) {
    return isUri(location)
        ? ConfigLoader.load(location, text(location, hadoop), uri -> text(uri, hadoop), overrides)
        : ConfigLoader.load(java.nio.file.Path.of(location), overrides);
  }

  /** The configuration of many runs. */
  static ConfigTemplate template(String location, List<String> overrides, Configuration hadoop) {
    return isUri(location)
        ? ConfigTemplate.load(location, text(location, hadoop), uri -> text(uri, hadoop), overrides)
        : ConfigTemplate.load(java.nio.file.Path.of(location), overrides);
  }

  private static boolean isUri(String location) {
    return location.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
  }

  private static String text(String location, Configuration hadoop) {
    Path path = new Path(URI.create(location));
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RequestException(
          location + ": cannot be read (" + e.getMessage() + "); give a HOCON file");
    }
  }
}
