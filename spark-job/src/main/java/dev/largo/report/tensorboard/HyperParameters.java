package dev.largo.report.tensorboard;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The keys of a configuration that a user would tune. */
final class HyperParameters {
  private static final Pattern TUNED =
      Pattern.compile("(optimizer|schedule|batch)\\..+|model\\.(name|file)|epochs|seed");

  private HyperParameters() {}

  /**
   * Numbers, truth values and texts by their keys; lists are left out.
   *
   * @param configuration the text of {@code config.conf}
   */
  static Map<String, Object> of(String configuration) {
    Config config = ConfigFactory.parseString(configuration).resolve().getConfig("largo");
    Map<String, Object> values = new TreeMap<>();
    config
        .entrySet()
        .forEach(
            entry -> {
              Object value = entry.getValue().unwrapped();
              if (TUNED.matcher(entry.getKey()).matches() && !(value instanceof Iterable<?>)) {
                values.put(entry.getKey(), value);
              }
            });
    return values;
  }
}
