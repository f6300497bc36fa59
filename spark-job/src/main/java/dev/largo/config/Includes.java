package dev.largo.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import java.util.List;
import java.util.function.UnaryOperator;

/** Reads what a text includes, for which no folder of this machine is the right one. */
final class Includes implements ConfigIncluder {
  private final UnaryOperator<String> text;

  /**
   * Reads from elsewhere.
   *
   * @param text of what stands behind {@code include}
   */
  Includes(UnaryOperator<String> text) {
    this.text = text;
  }

  /** There is no place to read from. */
  static UnaryOperator<String> none(String source) {
    return name -> {
      throw new ConfigException(
          List.of(
              source
                  + ": includes "
                  + name
                  + ", but is no file that has others beside it; put both into one"));
    };
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    return ConfigFactory.parseString(
            text.apply(what), context.parseOptions().setOriginDescription(what))
        .root();
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }
}
