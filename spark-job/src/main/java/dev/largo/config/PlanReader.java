package dev.largo.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.largo.config.Range.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code study { }} and {@code search { }}. */
final class PlanReader {
  private static final String CELLS = "study.cells";
  private static final String STAGES = "search.stages";
  private static final int MOST = 100_000;
  private static final int MOST_AT_ONCE = 1024;
  private static final Range SHARE = new Range(0, Bound.EXCLUDED, 1, Bound.INCLUDED);

  private final Values values;
  private final KnownKeys known;

  PlanReader(Values values, KnownKeys known) {
    this.values = values;
    this.known = known;
  }

  StudyConfig study() {
    List<VariantConfig> cells = new ArrayList<>();
    for (ConfigObject cell : objects(CELLS)) {
      SortedMap<String, @Nullable Object> keys = keys(cell);
      Object name = keys.remove("name");
      if (name == null || !String.valueOf(name).matches(ConfigReader.NAME)) {
        values.problems().add(CELLS, cell, "each cell needs a name of letters, digits, . - _");
      }
      cells.add(new VariantConfig(String.valueOf(name), keys));
    }
    return new StudyConfig(cells, budget(), values.integer("study.parallel", 1, MOST_AT_ONCE));
  }

  private BudgetConfig budget() {
    String budget = "study.budget.";
    List<String> lengths =
        List.of("steps", "epochs", "samples").stream()
            .filter(key -> values.isSet(budget + key))
            .toList();
    if (lengths.size() > 1) {
      values.reject(
          budget + lengths.get(1), "stands beside " + budget + lengths.get(0) + "; keep one");
    }
    return new BudgetConfig(
        values.isSet(budget + "steps")
            ? values.integer(budget + "steps", 1, Integer.MAX_VALUE)
            : null,
        values.isSet(budget + "epochs") ? values.integer(budget + "epochs", 1, MOST) : null,
        values.isSet(budget + "samples")
            ? values.whole(budget + "samples", 1, Long.MAX_VALUE)
            : null,
        values.optionalNumber(budget + "top1", SHARE).orElse(null));
  }

  SearchConfig search() {
    List<StageConfig> stages = new ArrayList<>();
    for (ConfigObject stage : objects(STAGES)) {
      SortedMap<String, @Nullable Object> keys = keys(stage);
      Integer keep = count(stage, keys.remove("keep"), "keep");
      Integer draws =
          keys.containsKey("draws") ? count(stage, keys.remove("draws"), "draws") : null;
      stages.add(
          new StageConfig(
              keep == null ? 1 : keep,
              draws,
              new VariantConfig("stage-" + (stages.size() + 1), keys)));
    }
    if (stages.isEmpty() && values.problems().clean(STAGES)) {
      values.reject(STAGES, "must have a stage at least, such as [{ keep = 1 }]");
    }
    return new SearchConfig(
        values.integer("search.trials", 1, MOST),
        values.whole("search.seed", Long.MIN_VALUE, Long.MAX_VALUE),
        values.number("search.narrow", SHARE),
        values.integer("search.parallel", 1, MOST_AT_ONCE),
        stages);
  }

  private @Nullable Integer count(ConfigObject stage, @Nullable Object number, String key) {
    int least = key.equals("keep") ? 1 : 0;
    if (number instanceof Integer count && count >= least && count <= MOST) {
      return count;
    }
    values
        .problems()
        .add(STAGES, stage, key + " must be a whole number from " + least + " to " + MOST);
    return null;
  }

  private List<ConfigObject> objects(String key) {
    List<ConfigObject> objects = new ArrayList<>();
    ConfigValue value = values.raw(key);
    if (value instanceof ConfigList list
        && list.stream().allMatch(ConfigObject.class::isInstance)) {
      list.forEach(element -> objects.add((ConfigObject) element));
    } else {
      values.reject(key, "must be a list of groups of keys: [{ key = value, ... }, ...]");
    }
    return objects;
  }

  private SortedMap<String, @Nullable Object> keys(ConfigObject object) {
    SortedMap<String, @Nullable Object> keys = new TreeMap<>();
    known.flatten(object).forEach((key, value) -> keys.put(key, value.unwrapped()));
    return keys;
  }
}
