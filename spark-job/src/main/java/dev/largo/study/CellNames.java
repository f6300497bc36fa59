package dev.largo.study;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Names cells after what is special about them: {@code global-512_lars_seed-1}. */
final class CellNames {
  /** Keys whose values speak for themselves. */
  private static final Set<String> SILENT = Set.of("name", "kind");

  private CellNames() {}

  /** One value of a key, in a word. */
  static String part(String key, Object value, Collection<String> allKeys) {
    String label = label(key);
    boolean unique = allKeys.stream().filter(other -> label(other).equals(label)).count() < 2;
    String word = unique ? label : key.replace('.', '-');
    return word.isEmpty() ? shown(value) : word + "-" + shown(value);
  }

  /** The last word of a key, two where the last alone would say too little. */
  private static String label(String key) {
    List<String> words = Arrays.asList(key.split("\\."));
    int count = words.size();
    if (SILENT.contains(words.get(count - 1))) {
      return "";
    }
    return String.join("-", words.subList(count > 2 ? count - 2 : count - 1, count));
  }

  /** A value as a part of a name. */
  static String shown(Object value) {
    if (value instanceof List<?> list) {
      List<String> elements = new ArrayList<>();
      list.forEach(element -> elements.add(shown(String.valueOf(element))));
      return String.join("-", elements);
    }
    String text =
        value instanceof Number
            ? new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString()
            : String.valueOf(value);
    return Arrays.stream(text.split("[^A-Za-z0-9._-]+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining("-"));
  }
}
