package dev.largo.report.study;

import dev.largo.report.Combination;
import dev.largo.study.CellResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names combinations by what tells them apart, in few words. */
final class Labels {
  /** Stands for the name that a study gives a kind of cells. */
  private static final String VARIANT = "";

  /** Keys whose values speak for themselves. */
  private static final Set<String> SILENT = Set.of("name", "kind");

  private final List<Combination> combinations;
  private final Set<String> keys;
  private final Map<Combination, String> variants = new HashMap<>();

  Labels(List<Combination> combinations, Function<CellResult, String> variant) {
    this.combinations = combinations;
    keys = Combination.varying(combinations);
    combinations.forEach(c -> variants.put(c, variant.apply(c.cells().get(0))));
  }

  /** The keys that vary. */
  Set<String> keys() {
    return keys;
  }

  /**
   * Names for what one key does not tell apart. The names of kinds of cells are preferred to keys
   * where these are not fewer.
   *
   * @param key null: none
   */
  Function<Combination, String> beside(@Nullable String key) {
    List<String> others = new ArrayList<>(keys);
    others.remove(key);
    List<String> last = new ArrayList<>(others);
    last.add(VARIANT);
    others.add(0, VARIANT);
    List<String> named = telling(key, others);
    List<String> plain = telling(key, last);
    List<String> chosen = count(plain) < count(named) ? plain : named;
    return combination ->
        chosen.isEmpty()
            ? "all"
            : chosen.stream().map(k -> label(combination, k)).collect(Collectors.joining(", "));
  }

  /** The first keys that tell apart all that can be. */
  private List<String> telling(@Nullable String key, List<String> from) {
    List<String> base = new ArrayList<>();
    if (key != null) {
      base.add(key);
    }
    List<String> chosen = new ArrayList<>();
    for (String next : from) {
      long before = count(base);
      base.add(next);
      if (count(base) > before) {
        chosen.add(next);
      } else {
        base.remove(next);
      }
    }
    return chosen;
  }

  private long count(List<String> by) {
    return combinations.stream()
        .map(combination -> by.stream().map(key -> value(combination, key)).toList())
        .distinct()
        .count();
  }

  private String value(Combination combination, String key) {
    return key.equals(VARIANT)
        ? Objects.requireNonNull(variants.get(combination))
        : combination.shown(key);
  }

  private String label(Combination combination, String key) {
    String value = value(combination, key);
    String last = key.substring(key.lastIndexOf('.') + 1);
    return key.equals(VARIANT) || SILENT.contains(last)
        ? value
        : key.substring(key.indexOf('.') + 1) + " " + value;
  }
}
