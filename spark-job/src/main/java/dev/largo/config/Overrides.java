package dev.largo.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code KEY=VALUE} from the command line; keys are relative to the root {@code largo}.
 *
 * <p>A value is HOCON where it looks like a number, boolean, null, list, group, quoted string or
 * substitution. Anything else is taken literally: to HOCON {@code hdfs://host/x} would be broken
 * and {@code //} the start of a comment.
 */
final class Overrides {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");
  private static final Pattern HOCON =
      Pattern.compile(
          "-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?|true|false|null|[\\[{\"].*|\\$\\{.*",
          Pattern.DOTALL);

  private Overrides() {}

  /** All overrides as one configuration with the keys at its top; of two for one key the later. */
  static Config parse(List<String> overrides, Problems problems) {
    Config config = ConfigFactory.empty(Problems.COMMAND_LINE);
    for (String override : overrides) {
      int equals = override.indexOf('=');
      String key = equals < 0 ? "" : override.substring(0, equals).strip();
      if (KEY.matcher(key).matches()) {
        config = parse(key, override.substring(equals + 1).strip(), problems).withFallback(config);
      } else {
        problems.add(
            Problems.COMMAND_LINE
                + ": "
                + override
                + ": not KEY=VALUE; write, for example, batch.global=4096");
      }
    }
    return config;
  }

  private static Config parse(String key, String text, Problems problems) {
    if (!HOCON.matcher(text).matches()) {
      ConfigValue literal = ConfigValueFactory.fromAnyRef(text, Problems.COMMAND_LINE);
      return ConfigFactory.empty(Problems.COMMAND_LINE)
          .withValue(ConfigUtil.joinPath(key.split("\\.")), literal);
    }
    try {
      return ConfigFactory.parseString(
          key + " = " + text,
          ConfigParseOptions.defaults().setOriginDescription(Problems.COMMAND_LINE));
    } catch (com.typesafe.config.ConfigException e) {
      problems.add(
          Problems.COMMAND_LINE
              + ": "
              + key
              + " = "
              + text
              + ": not HOCON; close every bracket and quote");
      return ConfigFactory.empty(Problems.COMMAND_LINE);
    }
  }
}
