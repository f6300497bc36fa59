package dev.largo.command;

import dev.largo.config.ConfigTemplate;
import dev.largo.config.LargoConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Parameters;

/** A configuration file on the command line, and what overrides it. */
final class ConfigArguments {
  @Parameters(index = "0", paramLabel = "CONF", description = "A HOCON file; see conf/.")
  String conf;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of it; conf/reference.conf documents every key.")
  List<String> overrides = List.of();

  /** The configuration, its local paths made absolute. */
  LargoConfig load(Configuration hadoop) throws IOException {
    return InputPaths.absolute(ConfigSource.load(conf, overrides, hadoop), hadoop);
  }

  /** The same for many runs. */
  ConfigTemplate template(Configuration hadoop) throws IOException {
    try {
      return ConfigSource.template(conf, overrides, hadoop)
          .withInputPaths(path -> InputPaths.absolute(path, hadoop));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
