package dev.largo.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A search inside a study, for cells that differ by their seeds alone: what it finds best is what
 * they are trained with.
 */
public final class Tuning {
  /** Added to {@code search.seed}: what was found by a seed's luck is not to be rewarded for it. */
  static final long SEED_OFFSET = 1000;

  private final Search search;
  private final Map<String, Function<Trial, Cell>> cells = new LinkedHashMap<>();

  Tuning(Search search) {
    this.search = search;
  }

  void add(String cell, Function<Trial, Cell> withTrial) {
    cells.put(cell, withTrial);
  }

  /** What is searched, in a directory of its own within the study's. */
  public Search search() {
    return search;
  }

  /** Names of the cells that it is for. */
  public Set<String> cells() {
    return Collections.unmodifiableSet(cells.keySet());
  }

  /**
   * The cells as they are to be trained, by name.
   *
   * @param best what the search found
   */
  public Map<String, Cell> with(Trial best) {
    Map<String, Cell> tuned = new LinkedHashMap<>();
    cells.forEach((name, cell) -> tuned.put(name, cell.apply(best)));
    return tuned;
  }
}
