package dev.largo.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Replaces the paths of what runs read, data and networks, wherever a template has them: in values,
 * in lists of them, in cells and in stages.
 */
final class TemplatePaths {
  /** Lists of groups whose keys go over a run's. */
  private static final List<String> OVERLAYS = List.of("study.cells", "search.stages");

  private static final String FORMAT = "data.format";
  private static final List<String> SETS = List.of("data.train", "data.validation");
  private static final String SYNTHETIC = "data.synthetic.directory";
  private static final List<String> FILES = List.of(SYNTHETIC, "model.file", "distill.teachers");

  private final String source;
  private final Config defaults;
  private final UnaryOperator<String> path;

  /**
   * What to replace them with.
   *
   * @param source where a value is said to be set that was not
   */
  TemplatePaths(String source, Config defaults, UnaryOperator<String> path) {
    this.source = source;
    this.defaults = defaults;
    this.path = path;
  }

  Config replacedIn(Config largo) {
    UnaryOperator<String> ofSets = takesLists(largo) ? text -> PathList.map(text, path) : path;
    Config replaced = replace(largo, ofSets);
    // Elsewhere the default would make a key that no run uses differ with the place of a command.
    if (!replaced.hasPath(SYNTHETIC) && mayReadSynthetic(largo)) {
      String place = path.apply(defaults.getString(SYNTHETIC));
      replaced = replaced.withValue(SYNTHETIC, ConfigValueFactory.fromAnyRef(place, source));
    }
    for (String key : OVERLAYS) {
      List<Config> groups = groups(largo, key);
      if (!groups.isEmpty()) {
        List<ConfigObject> changed =
            groups.stream().map(group -> replace(group, ofSets).root()).toList();
        String origin = largo.getValue(key).origin().description();
        replaced = replaced.withValue(key, ConfigValueFactory.fromAnyRef(changed, origin));
      }
    }
    return replaced;
  }

  /** The groups of a list; none where it is not one of groups alone, which its reader refuses. */
  private static List<Config> groups(Config largo, String key) {
    return largo.hasPath(key)
            && largo.getValue(key) instanceof ConfigList list
            && list.stream().allMatch(ConfigObject.class::isInstance)
        ? list.stream().map(group -> ((ConfigObject) group).toConfig()).toList()
        : List.of();
  }

  /** Whether the format's paths may stand side by side in one text. */
  private static boolean takesLists(Config largo) {
    return largo.hasPath(FORMAT)
        && largo.getValue(FORMAT).unwrapped() instanceof String format
        && DataFormat.find(format).filter(DataFormat::takesLists).isPresent();
  }

  /** Whether a run may read the built-in set, whose place has a default. */
  private static boolean mayReadSynthetic(Config largo) {
    Stream<Config> groups = OVERLAYS.stream().flatMap(key -> groups(largo, key).stream());
    return Stream.concat(Stream.of(largo), groups)
        .filter(config -> config.hasPath(FORMAT))
        .map(config -> config.getValue(FORMAT).unwrapped())
        .flatMap(format -> format instanceof List<?> several ? several.stream() : Stream.of(format))
        .anyMatch(DataFormat.SYNTHETIC.text()::equals);
  }

  private Config replace(Config config, UnaryOperator<String> ofSets) {
    Config replaced = config;
    for (String key : SETS) {
      replaced = replace(replaced, key, ofSets);
    }
    for (String key : FILES) {
      replaced = replace(replaced, key, path);
    }
    return replaced;
  }

  private static Config replace(Config config, String key, UnaryOperator<String> path) {
    if (!config.hasPath(key)) {
      return config;
    }
    ConfigValue value = config.getValue(key);
    Object replaced = replace(value.unwrapped(), path);
    return config.withValue(
        key, ConfigValueFactory.fromAnyRef(replaced, value.origin().description()));
  }

  private static Object replace(Object value, UnaryOperator<String> path) {
    if (value instanceof String text) {
      return text.isBlank() ? text : path.apply(text);
    }
    if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(replace(element, path)));
      return elements;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> entries = new LinkedHashMap<>();
      map.forEach((key, entry) -> entries.put(String.valueOf(key), replace(entry, path)));
      return entries;
    }
    return value;
  }
}
