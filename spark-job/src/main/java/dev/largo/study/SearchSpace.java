package dev.largo.study;

import dev.largo.data.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a search draws, each independently of the others and of all other draws: a value
 * depends on (seed, number of the trial, key) and what it is drawn from.
 */
final class SearchSpace {
  private final SortedMap<String, Distribution> distributions;

  SearchSpace(SortedMap<String, Distribution> distributions) {
    this.distributions = new TreeMap<>(distributions);
  }

  Trial draw(long seed, int number) {
    SortedMap<String, @Nullable Object> values = new TreeMap<>();
    distributions.forEach(
        (key, distribution) -> {
          long bits = Seeds.mix(seed, number, key.hashCode());
          values.put(key, distribution.draw((bits >>> 11) * 0x1p-53));
        });
    return new Trial(number, values);
  }

  /** What is left for the draws of the next stage. */
  SearchSpace narrowed(List<Trial> survivors, double share) {
    SortedMap<String, Distribution> left = new TreeMap<>();
    distributions.forEach(
        (key, distribution) -> {
          List<Object> values = new ArrayList<>();
          survivors.forEach(trial -> values.add(value(trial, key)));
          left.put(key, distribution.narrowed(values, share));
        });
    return new SearchSpace(left);
  }

  /** A warning for each key whose value lies at an end of its range. */
  List<String> edges(Trial trial) {
    List<String> warnings = new ArrayList<>();
    distributions.forEach(
        (key, distribution) -> {
          Optional<String> edge = distribution.edge(value(trial, key));
          edge.ifPresent(
              end ->
                  warnings.add(
                      "%s = %s: the best value is at %s; search beyond it"
                          .formatted(key, CellNames.shown(value(trial, key)), end)));
        });
    return warnings;
  }

  private static Object value(Trial trial, String key) {
    return Objects.requireNonNull(trial.values().get(key), key);
  }
}
