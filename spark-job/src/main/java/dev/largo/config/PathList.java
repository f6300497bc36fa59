package dev.largo.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Several paths in one text, separated by commas; those between braces belong to a pattern. */
public final class PathList {
  private PathList() {}

  /** The paths, stripped, in their order; an empty one where two commas stand together. */
  public static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (c == ',' && depth <= 0) {
        parts.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    parts.add(text.substring(from).strip());
    return parts;
  }

  /** The same list with each of its paths changed. */
  public static String map(String text, UnaryOperator<String> path) {
    return split(text).stream()
        .map(part -> part.isEmpty() ? part : path.apply(part))
        .collect(Collectors.joining(","));
  }
}
