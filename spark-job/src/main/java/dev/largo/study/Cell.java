package dev.largo.study;

import dev.largo.config.LargoConfig;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One run of a study or a search, not yet made.
 *
 * @param name of its run directory
 * @param values of the keys that vary, by dotted key; null: not set
 * @param tuned what a search has found for it, by dotted key; empty: nothing was searched
 * @param config the whole of it; its name and place are the cell's
 */
public record Cell(
    String name,
    SortedMap<String, @Nullable Object> values,
    SortedMap<String, @Nullable Object> tuned,
    LargoConfig config) {
  public Cell {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    tuned = Collections.unmodifiableSortedMap(new TreeMap<>(tuned));
  }
}
