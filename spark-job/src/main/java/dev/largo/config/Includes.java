package dev.largo.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Reads what a text includes, from beside it and not from a folder of this machine. */
final class Includes implements ConfigIncluder {
  private static final int DEEPEST = 20;

  private final String including;
  private final UnaryOperator<String> read;
  private final int depth;

  private Includes(String including, UnaryOperator<String> read, int depth) {
    this.including = including;
    this.read = read;
    this.depth = depth;
  }

  /**
   * Those of a text.
   *
   * @param including its URI
   * @param read gives the text at a URI
   */
  Includes(String including, UnaryOperator<String> read) {
    this(including, read, 1);
  }

  /** For a text that has nothing beside it. */
  static UnaryOperator<String> none(String source) {
    return uri -> {
      throw new ConfigException(
          List.of(
              "%s: includes %s, but has nothing beside it; put both into one"
                  .formatted(source, uri)));
    };
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String name) {
    if (depth > DEEPEST) {
      throw new ConfigException(
          List.of(
              "%s: is included by itself, or more than %d deep; leave out an include"
                  .formatted(including, DEEPEST)));
    }
    String uri = beside(name);
    return ConfigFactory.parseString(
            read.apply(uri),
            context
                .parseOptions()
                .setOriginDescription(uri)
                .setIncluder(new Includes(uri, read, depth + 1)))
        .root();
  }

  private String beside(String name) {
    try {
      return new URI(including).resolve(new URI(null, null, name, null)).toString();
    } catch (URISyntaxException e) {
      throw new ConfigException(
          List.of("%s: includes %s; give a path from its own folder".formatted(including, name)));
    }
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }
}
