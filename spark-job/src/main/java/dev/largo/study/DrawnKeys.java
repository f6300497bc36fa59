package dev.largo.study;

import dev.largo.config.ConfigTemplate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The keys that a search draws, with the ranges that it first draws them from. */
public final class DrawnKeys {
  private final SortedMap<String, Distribution> distributions;

  private DrawnKeys(SortedMap<String, Distribution> distributions) {
    this.distributions = distributions;
  }

  /**
   * The drawn keys of a search that has begun.
   *
   * @throws IllegalArgumentException for a distribution that is none
   */
  public static DrawnKeys of(ConfigTemplate template) {
    SortedMap<String, Distribution> distributions = new TreeMap<>();
    template
        .stated()
        .forEach(
            (key, value) -> {
              if (value instanceof Map<?, ?> group) {
                distributions.put(key, Distributions.read(group));
              }
            });
    return new DrawnKeys(distributions);
  }

  /** Whether the logarithms of a key's values are evenly spread. */
  public boolean isLogarithmic(String key) {
    return distributions.get(key) instanceof Interval interval && interval.logarithmic();
  }

  /**
   * A warning for each key whose value lies at an end of its range.
   *
   * @param values of a trial, by key
   */
  public List<String> edges(SortedMap<String, @Nullable Object> values) {
    SortedMap<String, Distribution> drawn = new TreeMap<>(distributions);
    drawn.keySet().removeIf(key -> values.get(key) == null);
    return new SearchSpace(drawn).edges(new Trial(1, values));
  }
}
