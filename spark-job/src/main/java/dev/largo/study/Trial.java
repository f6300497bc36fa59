package dev.largo.study;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One draw of a search, which may be trained in several stages.
 *
 * @param number from 1
 * @param values that were drawn, by dotted key
 */
public record Trial(int number, SortedMap<String, @Nullable Object> values) {
  public Trial {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }
}
