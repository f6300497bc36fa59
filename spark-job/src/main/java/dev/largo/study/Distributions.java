package dev.largo.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads distributions as they stand in a configuration. */
final class Distributions {
  private static final String KINDS = "uniform, log-uniform, integer, log-integer or choice";

  private Distributions() {}

  /**
   * Reads those of several keys.
   *
   * @param problems takes what is wrong with them
   */
  static SortedMap<String, Distribution> read(
      SortedMap<String, Map<?, ?>> groups, List<String> problems) {
    SortedMap<String, Distribution> distributions = new TreeMap<>();
    groups.forEach(
        (key, group) -> {
          try {
            distributions.put(key, read(group));
          } catch (IllegalArgumentException e) {
            problems.add(key + " = " + group + ": " + e.getMessage());
          }
        });
    return distributions;
  }

  /**
   * Reads one.
   *
   * @param group such as {@code {log-uniform = [0.01, 1]}}
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static Distribution read(Map<?, ?> group) {
    Map.Entry<?, ?> only = group.size() == 1 ? group.entrySet().iterator().next() : null;
    if (only == null || !(only.getValue() instanceof List<?> values)) {
      throw new IllegalArgumentException("must be one of " + KINDS + ", with a list");
    }
    String kind = String.valueOf(only.getKey());
    return switch (kind) {
      case "uniform", "log-uniform", "integer", "log-integer" -> interval(kind, values);
      case "choice" -> choice(values);
      default ->
          throw new IllegalArgumentException("unknown distribution " + kind + "; use " + KINDS);
    };
  }

  private static Distribution choice(List<?> values) {
    if (values.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("choice cannot have null; give a value in its place");
    }
    if (values.isEmpty() || values.stream().distinct().count() < values.size()) {
      throw new IllegalArgumentException("choice must have a value at least, and each once");
    }
    return new Choice(new ArrayList<>(values));
  }

  private static Distribution interval(String kind, List<?> ends) {
    boolean logarithmic = kind.startsWith("log-");
    boolean whole = kind.endsWith("integer");
    if (ends.size() == 2
        && ends.get(0) instanceof Number first
        && ends.get(1) instanceof Number second) {
      double low = first.doubleValue();
      double high = second.doubleValue();
      boolean wholeEnds = low == Math.rint(low) && high == Math.rint(high);
      if (low < high && (!logarithmic || low > 0) && (!whole || wholeEnds)) {
        return new Interval(low, high, logarithmic, whole);
      }
    }
    throw new IllegalArgumentException(
        "%s must have two %snumbers%s, the smaller one first"
            .formatted(kind, whole ? "whole " : "", logarithmic ? " above 0" : ""));
  }
}
