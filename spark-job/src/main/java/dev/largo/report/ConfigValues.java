package dev.largo.report;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values of a configuration by their dotted keys. */
public final class ConfigValues {
  private ConfigValues() {}

  /**
   * Numbers, truth values, texts and lists; what is null is left out.
   *
   * @param configuration the text of {@code config.conf}
   */
  public static SortedMap<String, Object> of(String configuration) {
    Config config = ConfigFactory.parseString(configuration).resolve().getConfig("largo");
    SortedMap<String, Object> values = new TreeMap<>();
    config
        .entrySet()
        .forEach(
            entry ->
                values.put(
                    String.join(".", ConfigUtil.splitPath(entry.getKey())),
                    entry.getValue().unwrapped()));
    return values;
  }
}
