package dev.largo.study;

import dev.largo.data.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a search draws. The draws of a stage are a Latin hypercube (McKay, Beckman and
 * Conover 1979): each key's range falls into as many parts of the same probability as there are
 * trials, each trial gets another part, and a point at random in it; few trials leave no large part
 * of a range untried. Draws follow from the seed, the numbers of the stage's trials, and the key.
 */
final class SearchSpace {
  private final SortedMap<String, Distribution> distributions;

  SearchSpace(SortedMap<String, Distribution> distributions) {
    this.distributions = new TreeMap<>(distributions);
  }

  /**
   * The trials of a stage.
   *
   * @param first number of the first of them
   */
  List<Trial> draw(long seed, int first, int count) {
    Map<String, List<Integer>> parts = new HashMap<>();
    for (String key : distributions.keySet()) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
      Collections.shuffle(order, new Random(Seeds.mix(seed, first, key.hashCode())));
      parts.put(key, order);
    }
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SortedMap<String, @Nullable Object> values = new TreeMap<>();
      for (Map.Entry<String, Distribution> entry : distributions.entrySet()) {
        String key = entry.getKey();
        long bits = Seeds.mix(seed, first + i, key.hashCode());
        int part = Objects.requireNonNull(parts.get(key)).get(i);
        double u = (part + (bits >>> 11) * 0x1p-53) / count;
        // Rounded up it may be 1, which is no draw.
        values.put(key, entry.getValue().draw(Math.min(u, Math.nextDown(1.0))));
      }
      trials.add(new Trial(first + i, values));
    }
    return trials;
  }

  /** Values of a key that none it can be given lies beyond; none where it is not drawn. */
  List<Object> ends(String key) {
    Distribution distribution = distributions.get(key);
    return distribution == null ? List.of() : distribution.ends();
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
