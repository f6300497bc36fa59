package dev.largo.report;

import dev.largo.study.CellResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a study that differ by nothing but the seed.
 *
 * @param values of the other keys that vary, by dotted key
 * @param cells at least one
 */
public record Combination(SortedMap<String, @Nullable Object> values, List<CellResult> cells) {
  private static final String SEED = "seed";

  public Combination {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    cells = List.copyOf(cells);
  }

  /** All combinations, in the order of their first cells. */
  public static List<Combination> of(List<CellResult> results) {
    Map<SortedMap<String, @Nullable Object>, List<CellResult>> groups = new LinkedHashMap<>();
    for (CellResult result : results) {
      SortedMap<String, @Nullable Object> values = new TreeMap<>(result.values());
      values.remove(SEED);
      groups.computeIfAbsent(values, v -> new ArrayList<>()).add(result);
    }
    return groups.entrySet().stream().map(e -> new Combination(e.getKey(), e.getValue())).toList();
  }

  /** The keys that are not the same in all combinations, in the order of their names. */
  public static Set<String> varying(List<Combination> combinations) {
    return combinations.stream()
        .flatMap(combination -> combination.values.keySet().stream())
        .filter(key -> combinations.stream().map(c -> c.shown(key)).distinct().count() > 1)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A key's value as a reader would write it; a dash where it has none. */
  public String shown(String key) {
    return shown(values.get(key));
  }

  /** The value that a search has found for a key, which all seeds share. */
  public String shownTuned(String key) {
    return shown(cells.get(0).tuned().get(key));
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "-" : Wording.value(value);
  }

  /** The cells that were trained to their end. */
  public List<CellResult> completed() {
    return cells.stream().filter(c -> c.status() == CellResult.Status.COMPLETED).toList();
  }

  /** A figure of the cells that were trained to their end. */
  public Spread spread(ToDoubleFunction<CellResult> figure) {
    return Spread.of(completed().stream().mapToDouble(figure).toArray());
  }
}
