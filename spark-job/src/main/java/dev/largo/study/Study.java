package dev.largo.study;

import dev.largo.config.AggregationMode;
import dev.largo.config.ConfigException;
import dev.largo.config.ConfigLoader;
import dev.largo.config.ConfigTemplate;
import dev.largo.config.DataConfig;
import dev.largo.config.LargoConfig;
import dev.largo.train.LearningRate;
import dev.largo.train.Recipe;
import dev.largo.train.TrainingPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A study, checked: every cell of it can be trained, as far as that can be known.
 *
 * @param name of the study
 * @param runs the directory that holds its directory
 * @param cells in the order in which they are trained
 * @param target share of the validation set that cells are trained to; null: none
 * @param parallel how many cells are trained at the same time
 * @param tunings searches that come before the cells; the cells of these have first draws in the
 *     place of what is to be found
 */
public record Study(
    String name,
    String runs,
    List<Cell> cells,
    @Nullable Double target,
    int parallel,
    List<Tuning> tunings) {
  public Study {
    cells = List.copyOf(cells);
    tunings = List.copyOf(tunings);
  }

  /**
   * The study of a template.
   *
   * @param samples in a training set; asked once for each
   * @throws ConfigException with a line for everything that is wrong, naming cell and key
   */
  public static Study of(ConfigTemplate template, ToIntFunction<DataConfig> samples) {
    return new StudyPlanner(template, samples).plan();
  }

  /**
   * Refuses what a run would refuse as soon as it knows its training set, or what does not go
   * beside other runs.
   *
   * @param atOnce runs at the same time
   * @param key that says so
   * @throws IllegalArgumentException naming the key
   */
  static void requireTrainable(LargoConfig config, int samples, int atOnce, String key) {
    LearningRate unused = Recipe.learningRate(TrainingPlan.of(config, samples));
    if (atOnce > 1 && config.workers().isAuto()) {
      throw new IllegalArgumentException(
          "workers = auto: takes all slots, and %s = %d; give the number of each run's workers"
              .formatted(key, atOnce));
    }
    if (atOnce > 1 && config.aggregation().mode() == AggregationMode.DRIVER) {
      throw new IllegalArgumentException(
          "aggregation.mode = driver: is for one run at a time, and %s = %d; use all-reduce, or %s = 1"
              .formatted(key, atOnce, key));
    }
  }

  /**
   * Refuses to be another study than one was, of the same name; more cells are no difference.
   *
   * @throws ConfigException naming a key and a cell of it
   */
  public void requireToGoOn(Study earlier, String directory) {
    requireSameSearches(earlier);
    Map<String, Cell> now = new HashMap<>();
    cells.forEach(cell -> now.put(cell.name(), cell));
    for (Cell then : earlier.cells()) {
      Cell cell = now.get(then.name());
      if (cell == null) {
        throw new ConfigException(
            List.of(
                "%s: has a cell %s, which this study has not; choose another name, or put it back"
                    .formatted(directory, then.name())));
      }
      String key = difference(then.config().shownOn(null), cell.config().shownOn(null));
      if (key != null) {
        throw new ConfigException(
            List.of(
                "%s = %s: was %s for cell %s of %s; choose another name, or put it back"
                    .formatted(
                        key,
                        ConfigLoader.flat(cell.config()).get(key),
                        ConfigLoader.flat(then.config()).get(key),
                        then.name(),
                        directory)));
      }
    }
  }

  private void requireSameSearches(Study earlier) {
    Map<String, Search> now = new HashMap<>();
    tunings.forEach(tuning -> now.put(tuning.search().name(), tuning.search()));
    for (Tuning then : earlier.tunings()) {
      Search search = now.get(then.search().name());
      if (search != null) {
        String place = search.runs() + "/" + search.name();
        search.requireToGoOn(then.search().template(), place);
      }
    }
  }

  /** The first key in which two configurations differ; null: none. */
  private static @Nullable String difference(LargoConfig one, LargoConfig other) {
    if (one.equals(other)) {
      return null;
    }
    SortedMap<String, @Nullable Object> ones = ConfigLoader.flat(one);
    SortedMap<String, @Nullable Object> others = ConfigLoader.flat(other);
    SortedMap<String, @Nullable Object> all = new TreeMap<>(ones);
    all.putAll(others);
    return all.keySet().stream()
        .filter(key -> !Objects.equals(ones.get(key), others.get(key)))
        .findFirst()
        .orElse(null);
  }
}
