package dev.largo.report;

import dev.largo.study.CellResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names combinations by what tells them apart, in few words. */
public final class Labels {
  /** Stands for the name that a study gives a kind of cells. */
  private static final String VARIANT = "";

  /** Keys whose values speak for themselves. */
  private static final Set<String> SILENT = Set.of("name", "kind");

  private final List<Combination> combinations;
  private final Set<String> keys;
  private final Map<Combination, String> variants = new HashMap<>();

  /**
   * Labels of these.
   *
   * @param variant the name that the study gives a cell's kind; empty where it has none
   */
  public Labels(List<Combination> combinations, Function<CellResult, String> variant) {
    this.combinations = combinations;
    keys = Combination.varying(combinations);
    combinations.forEach(c -> variants.put(c, variant.apply(c.cells().get(0))));
  }

  /** The keys that vary. */
  public Set<String> keys() {
    return keys;
  }

  /**
   * Names for what one key does not tell apart. The names of kinds of cells are preferred to keys
   * where these are not fewer.
   *
   * @param key null: none
   */
  public Function<Combination, String> beside(@Nullable String key) {
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

  /**
   * As few values as tell all combinations apart, by what they are of, the name of the kind first.
   */
  public Map<String, Function<Combination, String>> columns() {
    List<String> all = new ArrayList<>(keys);
    all.add(0, VARIANT);
    Map<String, Function<Combination, String>> columns = new LinkedHashMap<>();
    for (String key : telling(null, all)) {
      columns.put(key.equals(VARIANT) ? "cell" : key, combination -> value(combination, key));
    }
    return columns;
  }

  /**
   * The first keys that tell apart all that can be and, over a key, all that is of another kind: a
   * line that went from one method to another would say nothing of either.
   */
  private List<String> telling(@Nullable String key, List<String> from) {
    Set<String> chosen = new LinkedHashSet<>();
    Set<String> kinds = new LinkedHashSet<>();
    from.stream().filter(other -> key != null && isKind(other)).forEach(kinds::add);
    for (String next : from) {
      Set<String> more = with(chosen, Set.of(next));
      Set<String> over = key == null ? Set.of() : Set.of(key);
      boolean tells = count(with(more, over)) > count(with(chosen, over));
      boolean sorts = count(with(chosen, kinds)) > count(chosen) && count(more) > count(chosen);
      if (tells || sorts) {
        chosen = more;
      }
    }
    return List.copyOf(chosen);
  }

  private static Set<String> with(Set<String> keys, Set<String> more) {
    Set<String> all = new LinkedHashSet<>(keys);
    all.addAll(more);
    return all;
  }

  /** Whether a key's values are no numbers. */
  private boolean isKind(String key) {
    return !key.equals(VARIANT)
        && combinations.stream()
            .map(combination -> combination.values().get(key))
            .anyMatch(value -> value != null && !(value instanceof Number));
  }

  private long count(Collection<String> by) {
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
