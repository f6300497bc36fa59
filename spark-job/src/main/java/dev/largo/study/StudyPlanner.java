package dev.largo.study;

import dev.largo.config.BudgetConfig;
import dev.largo.config.ConfigException;
import dev.largo.config.ConfigLoader;
import dev.largo.config.ConfigTemplate;
import dev.largo.config.DataConfig;
import dev.largo.config.LargoConfig;
import dev.largo.config.SearchConfig;
import dev.largo.config.StudyConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Makes the cells of a study, and a search for each group of them that has something to find. */
final class StudyPlanner {
  /** Keys that decide how many steps an epoch has, and how many samples a step. */
  private static final Set<String> LENGTHS = Set.of("batch.global", "data.format", "data.train");

  private final ConfigTemplate template;
  private final StudyConfig study;
  private final Grid grid;
  private final ToIntFunction<DataConfig> samples;
  private final Map<DataConfig, Integer> sizes = new HashMap<>();
  private final Map<String, Tuning> tunings = new LinkedHashMap<>();

  /**
   * A planner.
   *
   * @param samples in a training set; asked once for each
   */
  StudyPlanner(ConfigTemplate template, ToIntFunction<DataConfig> samples) {
    this.template = template;
    this.samples = samples;
    study = template.study();
    grid = Grid.of(template, study.cells());
  }

  private int size(DataConfig data) {
    return sizes.computeIfAbsent(data, samples::applyAsInt);
  }

  /**
   * The study.
   *
   * @throws ConfigException with a line for everything that is wrong, naming cell and key
   */
  Study plan() {
    Map<Grid.Point, LargoConfig> unbounded = new LinkedHashMap<>();
    CellProblems problems = new CellProblems();
    for (Grid.Point point : grid.points()) {
      problems.check(point.name(), () -> unbounded.put(point, unbounded(point)));
    }
    problems.throwIfAny();
    List<Cell> cells = new ArrayList<>();
    CellProblems second = new CellProblems();
    unbounded.forEach(
        (point, config) -> second.check(point.name(), () -> cells.add(planned(point, config))));
    second.throwIfAny();
    if (template.searches() && tunings.isEmpty()) {
      throw new ConfigException(
          List.of("search: nothing is drawn; give a key a distribution, or remove it"));
    }
    LargoConfig first = unbounded.values().iterator().next();
    return new Study(
        first.name(),
        first.runs(),
        cells,
        study.budget().top1(),
        study.parallel(),
        List.copyOf(tunings.values()));
  }

  /** A point as its own keys say, with anything in the place of what is drawn. */
  private LargoConfig unbounded(Grid.Point point) {
    SortedMap<String, @Nullable Object> values = new TreeMap<>(point.values());
    drawn(point).forEach((key, distribution) -> values.put(key, distribution.draw(0.5)));
    return template.with(values);
  }

  private SortedMap<String, Distribution> drawn(Grid.Point point) {
    SortedMap<String, @Nullable Object> stated = template.stated();
    stated.putAll(point.values());
    List<String> problems = new ArrayList<>();
    SortedMap<String, Distribution> drawn =
        Distributions.read(template.groupsAmong(stated), problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return drawn;
  }

  /**
   * A cell that is ready, or one that the first draw has shown to be possible, of which nothing has
   * been found yet.
   */
  private Cell planned(Grid.Point point, LargoConfig unbounded) {
    if (drawn(point).isEmpty()) {
      return cell(point, unbounded, new TreeMap<>());
    }
    Tuning tuning =
        tunings.computeIfAbsent(point.group(), group -> new Tuning(search(point, unbounded)));
    tuning.add(point.name(), best -> cell(point, unbounded, best.values()));
    Cell first = cell(point, unbounded, tuning.search().firstDraw().values());
    return new Cell(first.name(), first.values(), new TreeMap<>(), first.config());
  }

  private Search search(Grid.Point point, LargoConfig unbounded) {
    SortedMap<String, @Nullable Object> values = new TreeMap<>(point.values());
    values.putAll(budget(unbounded));
    values.put("name", point.group().isEmpty() ? "all" : point.group());
    values.put("runs", unbounded.runs() + "/" + unbounded.name() + "/" + StudyDirectory.SEARCHES);
    values.remove("seed");
    values.put("search.parallel", study.parallel());
    ConfigTemplate unseeded = template.searchWith(values);
    requireOneLength(point, unseeded.search());
    values.put("seed", Tuning.SEED_OFFSET + unseeded.search().seed());
    return Search.of(template.searchWith(values), this::size);
  }

  /** The steps of all trials are those of the cells: they are counted once. */
  private void requireOneLength(Grid.Point point, SearchConfig search) {
    BudgetConfig budget = study.budget();
    if (budget.steps() == null && budget.samples() == null) {
      return;
    }
    Set<String> varying = new TreeSet<>(drawn(point).keySet());
    search.stages().forEach(stage -> varying.addAll(stage.keys().values().keySet()));
    varying.retainAll(LENGTHS);
    if (!varying.isEmpty()) {
      throw new ConfigException(
          List.of(
              "%s: is for a search to vary only where study.budget counts no steps or samples; give study.budget.epochs"
                  .formatted(String.join(", ", varying))));
    }
  }

  private Map<String, Object> budget(LargoConfig unbounded) {
    return study.budget().keys(unbounded.batch().global(), size(unbounded.data()));
  }

  private Cell cell(
      Grid.Point point, LargoConfig unbounded, SortedMap<String, @Nullable Object> tuned) {
    SortedMap<String, @Nullable Object> values = new TreeMap<>(point.values());
    values.putAll(tuned);
    values.putAll(budget(unbounded));
    LargoConfig config = template.with(values);
    Study.requireTrainable(config, size(config.data()), study.parallel(), "study.parallel");
    SortedMap<String, @Nullable Object> flat = ConfigLoader.flat(config);
    SortedMap<String, @Nullable Object> own = new TreeMap<>();
    grid.varying().stream()
        .filter(key -> !tuned.containsKey(key))
        .forEach(key -> own.put(key, flat.get(key)));
    String place = config.runs() + "/" + config.name() + "/" + StudyDirectory.CELLS;
    return new Cell(point.name(), own, tuned, config.at(place, point.name()));
  }
}
