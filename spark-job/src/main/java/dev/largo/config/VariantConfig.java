package dev.largo.config;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keys that go over those of a configuration.
 *
 * @param name what to call it
 * @param values by dotted key; null takes the key out
 */
public record VariantConfig(String name, SortedMap<String, @Nullable Object> values) {
  public VariantConfig {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }
}
