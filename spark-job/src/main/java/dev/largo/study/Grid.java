package dev.largo.study;

import dev.largo.config.ConfigException;
import dev.largo.config.ConfigTemplate;
import dev.largo.config.VariantConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The points of a study: each of its named cells crossed with the dimensions, in the order of the
 * keys' names, seeds innermost.
 */
final class Grid {
  private static final String SEED = "seed";

  /** Keys that tell where cells are, which is not theirs to say. */
  private static final Set<String> PLACES = Set.of("name", "runs");

  private final ConfigTemplate template;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Point> points = new LinkedHashMap<>();
  private final Set<String> varying = new TreeSet<>();

  /**
   * A point.
   *
   * @param group what its seeds have in common: the name without them
   * @param values go over the template's keys; null takes one out
   */
  record Point(String name, String group, Map<String, @Nullable Object> values) {}

  private Grid(ConfigTemplate template) {
    this.template = template;
  }

  /**
   * The grid of a template.
   *
   * @throws ConfigException if it is none
   */
  static Grid of(ConfigTemplate template, List<VariantConfig> named) {
    Grid grid = new Grid(template);
    for (VariantConfig cell : named) {
      grid.cross(cell);
    }
    if (named.isEmpty()) {
      grid.cross(new VariantConfig("", new TreeMap<>()));
    }
    if (!grid.problems.isEmpty()) {
      throw new ConfigException(grid.problems);
    }
    return grid;
  }

  List<Point> points() {
    return List.copyOf(points.values());
  }

  /** The keys that are not the same in all points by their makers' word. */
  Set<String> varying() {
    return varying;
  }

  private void cross(VariantConfig cell) {
    SortedMap<String, @Nullable Object> merged = template.stated();
    merged.putAll(cell.values());
    SortedMap<String, List<?>> dimensions =
        new TreeMap<>(
            Comparator.<String, Boolean>comparing(SEED::equals)
                .thenComparing(Comparator.naturalOrder()));
    merged.forEach(
        (key, value) -> {
          if (value instanceof List<?> list && isDimension(key, list)) {
            dimensions.put(key, list);
          }
        });
    varying.addAll(dimensions.keySet());
    varying.addAll(cell.values().keySet());
    for (String place : PLACES) {
      if (varying.contains(place)) {
        problems.add(place + ": is the study's, and the same for all cells; give one value");
        return;
      }
    }
    dimensions.forEach(this::checkValues);
    if (cell.name().isEmpty() && dimensions.isEmpty()) {
      problems.add(
          "nothing varies: give a list at a key, such as seed=[1,2,3], or run it with: largo train");
    }
    if (problems.isEmpty()) {
      boolean telling = dimensions.values().stream().anyMatch(values -> values.size() > 1);
      List<String> keys = List.copyOf(dimensions.keySet());
      extend(cell.name(), cell.name(), cell.values(), keys, dimensions, telling);
    }
  }

  private boolean isDimension(String key, List<?> list) {
    return !template.takesList(key)
        || (!list.isEmpty() && list.stream().allMatch(List.class::isInstance));
  }

  private void checkValues(String key, List<?> values) {
    if (values.isEmpty()) {
      problems.add(key + " = []: a dimension without values; give one at least");
    } else if (new HashSet<>(values).size() < values.size()) {
      problems.add(key + " = " + values + ": has a value twice; give each once");
    }
  }

  private void extend(
      String name,
      String group,
      Map<String, @Nullable Object> values,
      List<String> left,
      Map<String, List<?>> dimensions,
      boolean telling) {
    if (left.isEmpty()) {
      if (points.put(name, new Point(name, group, values)) != null) {
        problems.add("study.cells: two cells are called " + name + "; give them other names");
      }
      return;
    }
    String key = left.get(0);
    List<?> choices = Objects.requireNonNull(dimensions.get(key), key);
    for (Object choice : choices) {
      boolean named = choices.size() > 1 || (!telling && name.isEmpty());
      String part = CellNames.part(key, choice, dimensions.keySet());
      String next = !named ? name : name.isEmpty() ? part : name + "_" + part;
      Map<String, @Nullable Object> more = new TreeMap<>(values);
      more.put(key, choice);
      String nextGroup = key.equals(SEED) ? group : next;
      extend(next, nextGroup, more, left.subList(1, left.size()), dimensions, telling);
    }
  }
}
