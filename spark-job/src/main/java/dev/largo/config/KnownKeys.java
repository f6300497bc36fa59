package dev.largo.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The keys and groups of keys that the reference configuration has, and no others. */
final class KnownKeys {
  private final TreeSet<String> leaves = new TreeSet<>();
  private final TreeSet<String> groups = new TreeSet<>();

  KnownKeys(ConfigObject reference) {
    collect("", reference);
  }

  private void collect(String prefix, ConfigObject object) {
    object.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof ConfigObject group) {
            groups.add(key);
            collect(key + ".", group);
          } else {
            leaves.add(key);
          }
        });
  }

  /** Whether it is the key of a value. */
  boolean isKey(String key) {
    return leaves.contains(key);
  }

  /** The values of an object by their dotted keys; what is a group here is taken apart. */
  SortedMap<String, ConfigValue> flatten(ConfigObject object) {
    SortedMap<String, ConfigValue> flat = new TreeMap<>();
    flatten("", object, flat);
    return flat;
  }

  private void flatten(String prefix, ConfigObject object, SortedMap<String, ConfigValue> into) {
    object.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof ConfigObject group && groups.contains(key)) {
            flatten(key + ".", group, into);
          } else {
            into.put(key, value);
          }
        });
  }

  /**
   * Reports every key of {@code config} that is not known, and every value where a group should be.
   *
   * @return {@code config} without them, so that they cause no second error
   */
  Config retainKnown(Config config, Problems problems) {
    Map<String, String> dropped = new LinkedHashMap<>();
    check(List.of(), config.root(), problems, dropped);
    Config retained = config;
    for (String path : dropped.values()) {
      retained = retained.withoutPath(path);
    }
    return retained;
  }

  private void check(
      List<String> parents, ConfigObject object, Problems problems, Map<String, String> dropped) {
    new TreeMap<>(object)
        .forEach(
            (name, value) -> {
              List<String> path = append(parents, name);
              String key = String.join(".", path);
              if (groups.contains(key) && value instanceof ConfigObject group) {
                check(path, group, problems, dropped);
              } else if (!leaves.contains(key)) {
                problems.add(key, value, complaint(key, value));
                dropped.put(key, ConfigUtil.joinPath(path));
              }
            });
  }

  private String complaint(String key, ConfigValue value) {
    if (groups.contains(key)) {
      return "this is a group of keys; write, for example, " + leaves.ceiling(key + ".") + " = ...";
    }
    if (key.equals(ConfigLoader.ROOT)) {
      return "keys are relative to " + ConfigLoader.ROOT + "; leave it out";
    }
    return "unknown key; did you mean " + nearest(key, value) + "?";
  }

  /** The known key (for a group: group) that is fewest edits away from {@code key}. */
  private String nearest(String key, ConfigValue value) {
    boolean group = value.valueType() == ConfigValueType.OBJECT;
    return (group ? groups : leaves)
        .stream().min(Comparator.comparingDouble(known -> distance(key, known))).orElseThrow();
  }

  /** A right beginning, or a right last word under the wrong group, is nearer than it looks. */
  private static double distance(String key, String known) {
    if (known.startsWith(key)) {
      return 0;
    }
    int whole = EditDistance.between(key, known);
    int last = EditDistance.between(lastWord(key), lastWord(known));
    return Math.min(whole, last + 1 + whole / 100.0);
  }

  private static String lastWord(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static List<String> append(List<String> parents, String name) {
    return Stream.concat(parents.stream(), Stream.of(name)).toList();
  }
}
