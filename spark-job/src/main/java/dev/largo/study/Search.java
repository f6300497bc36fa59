package dev.largo.study;

import dev.largo.config.ConfigException;
import dev.largo.config.ConfigTemplate;
import dev.largo.config.DataConfig;
import dev.largo.config.LargoConfig;
import dev.largo.config.SearchConfig;
import dev.largo.config.StageConfig;
import dev.largo.config.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A random search (Bergstra and Bengio 2012) from coarse to fine: the best trials of a stage are
 * trained longer in the next (successive halving: Jamieson and Talwalkar 2016), beside new ones
 * that are drawn from what is left of the ranges. What a stage's trials are follows from the seed
 * and the results of the stages before.
 */
public final class Search {
  private static final String WORKERS = "workers";

  private final ConfigTemplate template;
  private final SearchConfig config;
  private final SearchSpace whole;
  private final ToIntFunction<DataConfig> samples;
  private final Map<DataConfig, Integer> sizes = new HashMap<>();
  private final LargoConfig first;

  /** What the next stage draws from, and the number of its first new trial. */
  private SearchSpace space;

  private int next = 1;

  private Search(
      ConfigTemplate template,
      SearchConfig config,
      SearchSpace space,
      ToIntFunction<DataConfig> samples) {
    this.template = template;
    this.config = config;
    this.samples = samples;
    this.space = space;
    whole = space;
    first = check();
  }

  /**
   * The search of a template.
   *
   * @param samples in a training set; asked once for each
   * @throws ConfigException with a line for everything that is wrong
   */
  public static Search of(ConfigTemplate template, ToIntFunction<DataConfig> samples) {
    SearchConfig config = template.search();
    List<String> problems = new ArrayList<>();
    SortedMap<String, Distribution> distributions =
        Distributions.read(template.groupsAmong(template.stated()), problems);
    if (distributions.isEmpty() && problems.isEmpty()) {
      problems.add(
          "nothing is drawn: give a key a distribution, such as schedule.base-lr = { log-uniform = [0.01, 1] }");
    }
    for (StageConfig stage : config.stages()) {
      stage.keys().values().keySet().stream()
          .filter(key -> distributions.containsKey(key) || key.equals("name") || key.equals("runs"))
          .forEach(key -> problems.add("search.stages: " + key + " is not a stage's to set"));
    }
    Integer first = config.stages().get(0).draws();
    if (first != null && first == 0) {
      problems.add("search.stages: the first must draw something; remove draws = 0");
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new Search(template, config, new SearchSpace(distributions), samples);
  }

  /** Tries the first draws in every stage. */
  private LargoConfig check() {
    CellProblems problems = new CellProblems();
    List<Cell> cells = new ArrayList<>();
    for (int stage = 1; stage <= stages(); stage++) {
      int number = stage;
      for (Trial trial : firstDraws()) {
        problems.check(name(trial, stage), () -> cells.add(cell(trial, number)));
      }
    }
    problems.throwIfAny();
    return template.with(firstDraw().values());
  }

  public String name() {
    return first.name();
  }

  /** What it was made of. */
  public ConfigTemplate template() {
    return template;
  }

  /** Share of the validation set that trials are trained to; null: none. */
  public @Nullable Double target() {
    return first.stop().top1();
  }

  /**
   * Configurations of runs of every stage, whatever was drawn since: no trial has more workers than
   * one of them.
   */
  public List<LargoConfig> widest() {
    List<LargoConfig> widest = new ArrayList<>();
    for (int stage = 1; stage <= stages(); stage++) {
      for (Trial trial : firstDraws()) {
        widest.add(config(trial, stage));
      }
      if (!config.stages().get(stage - 1).keys().values().containsKey(WORKERS)) {
        for (Object end : whole.ends(WORKERS)) {
          if (end instanceof Number number) {
            widest.add(config(firstDraw(), stage).with(new Workers(number.intValue())));
          }
        }
      }
    }
    return widest;
  }

  private List<Trial> firstDraws() {
    Integer asked = config.stages().get(0).draws();
    return whole.draw(config.seed(), 1, asked != null ? asked : config.trials());
  }

  /** The first draw, whatever was drawn since. */
  Trial firstDraw() {
    return firstDraws().get(0);
  }

  /** The directory that holds the search's directory. */
  public String runs() {
    return first.runs();
  }

  /** How many trials are trained at the same time. */
  public int parallel() {
    return config.parallel();
  }

  /** How many stages there are. */
  public int stages() {
    return config.stages().size();
  }

  /** How many of a stage's trials go on to the next. */
  public int keep(int stage) {
    return config.stages().get(stage - 1).keep();
  }

  /**
   * The trials of the stage after the last that was asked for.
   *
   * @param stage from 1
   * @param survivors of the stage before; none for the first
   */
  public List<Trial> trials(int stage, List<Trial> survivors) {
    if (stage > 1) {
      space = space.narrowed(survivors, config.narrow());
    }
    Integer asked = config.stages().get(stage - 1).draws();
    int between = stage == stages() ? 0 : survivors.size();
    int draws = asked != null ? asked : stage == 1 ? config.trials() : between;
    List<Trial> trials = new ArrayList<>(survivors);
    trials.addAll(draws(draws));
    return trials;
  }

  private List<Trial> draws(int count) {
    List<Trial> draws = space.draw(config.seed(), next, count);
    next += count;
    return draws;
  }

  /**
   * The run of a trial in a stage.
   *
   * @throws ConfigException if it cannot be trained
   */
  public Cell cell(Trial trial, int stage) {
    LargoConfig run = config(trial, stage);
    int size = sizes.computeIfAbsent(run.data(), samples::applyAsInt);
    try {
      Study.requireTrainable(run, size, config.parallel(), "search.parallel");
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of(String.valueOf(e.getMessage())));
    }
    String place = run.runs() + "/" + run.name() + "/" + StudyDirectory.TRIALS;
    String name = name(trial, stage);
    return new Cell(name, trial.values(), new TreeMap<>(), run.at(place, name));
  }

  private LargoConfig config(Trial trial, int stage) {
    Map<String, @Nullable Object> values = new TreeMap<>(trial.values());
    values.putAll(config.stages().get(stage - 1).keys().values());
    return template.with(values);
  }

  private static String name(Trial trial, int stage) {
    return String.format(Locale.ROOT, "trial-%03d_stage-%d", trial.number(), stage);
  }

  /**
   * The best of a stage's results, the best first: by the fewest steps to the target, if there is
   * one, then by the best top-1 of their weights, then by the last loss, then the earlier draw.
   * Those that did not come to their end are none of them.
   */
  public static List<CellResult> best(List<CellResult> results, int count) {
    return results.stream()
        .filter(result -> result.status() == CellResult.Status.COMPLETED)
        .filter(result -> Double.isFinite(result.bestTop1()))
        .sorted(
            Comparator.comparing(
                    CellResult::stepsToTarget,
                    Comparator.nullsLast(Comparator.<Long>naturalOrder()))
                .thenComparing(CellResult::bestTop1, Comparator.reverseOrder())
                .thenComparingDouble(CellResult::lastLoss)
                .thenComparing(result -> Objects.requireNonNull(result.trial())))
        .limit(count)
        .toList();
  }

  /** The configuration of the best trial, as a run of its own beside the search. */
  public LargoConfig bestRun(Cell cell) {
    return cell.config().at(runs(), name() + "-best");
  }

  /**
   * A warning for each key whose best value lies at an end of the range it was first drawn from.
   */
  public List<String> edges(Trial best) {
    return whole.edges(best);
  }

  /**
   * Refuses to be another search than one was, of the same name.
   *
   * @throws ConfigException naming a key
   */
  public void requireToGoOn(ConfigTemplate earlier, String directory) {
    SortedMap<String, @Nullable Object> now = written(template);
    SortedMap<String, @Nullable Object> then = written(earlier);
    TreeSet<String> keys = new TreeSet<>(now.keySet());
    keys.addAll(then.keySet());
    keys.removeIf(key -> key.startsWith("metrics.mlflow."));
    for (String key : keys) {
      if (!Objects.equals(now.get(key), then.get(key))) {
        throw new ConfigException(
            List.of(
                "%s = %s: was %s in %s; choose another name, or put it back"
                    .formatted(key, now.get(key), then.get(key), directory)));
      }
    }
    if (!config.equals(earlier.search().inParallel(config.parallel()))) {
      throw new ConfigException(
          List.of(
              "search: is not what it was in %s; choose another name, or put it back"
                  .formatted(directory)));
    }
  }

  /** What is stated, as it reads when it was written: there is one kind of whole numbers then. */
  private static SortedMap<String, @Nullable Object> written(ConfigTemplate template) {
    return ConfigTemplate.load("search", template.render(), List.of()).stated();
  }
}
