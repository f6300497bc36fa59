package dev.largo.report.study;

import dev.largo.report.Combination;
import dev.largo.report.Labels;
import dev.largo.report.Wording;
import dev.largo.report.page.Chart;
import dev.largo.study.CellResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the figures of a study have its combinations: at which place of the x axis, in which
 * series.
 */
final class StudyLayout {
  static final String BATCH = "batch.global";
  static final String WORKERS = "workers";

  /** Keys that are looked at before all others. */
  private static final List<String> FIRST = List.of(BATCH, WORKERS);

  /** Series that can be told apart. */
  private static final int MOST_SERIES = 12;

  /** Names that can be read below an axis. */
  private static final int MOST_PLACES = 40;

  /** Letters that stand below an axis side by side. */
  private static final int LINE = 40;

  /** Numbers that lie further apart than that by a factor are drawn by their logarithms. */
  private static final double WIDE = 20;

  private final @Nullable String key;
  private final Scale scale;
  private final List<String> places;
  private final List<Series> series;
  private final int leftOut;

  /** What kind of axis it is. */
  private enum Scale {
    DOUBLINGS,
    DECADES,
    NUMBERS,
    PLACES
  }

  /**
   * The combinations that have a line together.
   *
   * @param combinations in their order on the axis
   */
  record Series(String name, List<Combination> combinations) {
    Series {
      combinations = List.copyOf(combinations);
    }
  }

  private StudyLayout(
      @Nullable String key, Scale scale, List<String> places, List<Series> series, int leftOut) {
    this.key = key;
    this.scale = scale;
    this.places = places;
    this.series = series;
    this.leftOut = leftOut;
  }

  /**
   * The layout of a study.
   *
   * @param variant the name of a cell's kind; empty where it has none
   */
  static StudyLayout of(List<Combination> combinations, Function<CellResult, String> variant) {
    Labels labels = new Labels(combinations, variant);
    List<String> candidates = new ArrayList<>(FIRST);
    labels.keys().stream().filter(key -> !FIRST.contains(key)).forEach(candidates::add);
    for (String key : candidates) {
      if (labels.keys().contains(key)
          && combinations.stream().allMatch(c -> c.values().get(key) instanceof Number)) {
        Map<String, List<Combination>> groups = group(combinations, labels.beside(key));
        if (groups.values().stream().anyMatch(group -> group.size() > 1)) {
          return over(key, combinations, groups);
        }
      }
    }
    Function<Combination, String> label = labels.beside(null);
    List<Combination> shown = combinations.subList(0, Math.min(combinations.size(), MOST_PLACES));
    List<String> places = shown.stream().map(label).toList();
    return new StudyLayout(
        null,
        Scale.PLACES,
        places,
        List.of(new Series("cells", shown)),
        combinations.size() - shown.size());
  }

  private static StudyLayout over(
      String key, List<Combination> combinations, Map<String, List<Combination>> groups) {
    double[] numbers =
        combinations.stream().mapToDouble(c -> number(c, key)).sorted().distinct().toArray();
    List<Series> all = new ArrayList<>();
    groups.forEach(
        (name, group) ->
            all.add(
                new Series(
                    name,
                    group.stream()
                        .sorted(Comparator.comparingDouble(c -> number(c, key)))
                        .toList())));
    return new StudyLayout(
        key,
        scale(key, numbers),
        DoubleStream.of(numbers).mapToObj(Wording::value).toList(),
        all.subList(0, Math.min(all.size(), MOST_SERIES)),
        Math.max(0, all.size() - MOST_SERIES));
  }

  private static Scale scale(String key, double[] numbers) {
    if (key.equals(BATCH)) {
      return Scale.DOUBLINGS;
    }
    double least = DoubleStream.of(numbers).filter(number -> number > 0).min().orElse(1);
    if (numbers[numbers.length - 1] / least <= WIDE) {
      return Scale.NUMBERS;
    }
    // 0 has no place among logarithms, and small numbers have none beside large ones.
    return numbers[0] > 0 ? Scale.DECADES : Scale.PLACES;
  }

  private static Map<String, List<Combination>> group(
      List<Combination> combinations, Function<Combination, String> name) {
    Map<String, List<Combination>> groups = new LinkedHashMap<>();
    combinations.forEach(
        combination ->
            groups
                .computeIfAbsent(name.apply(combination), n -> new ArrayList<>())
                .add(combination));
    return groups;
  }

  private static double number(Combination combination, String key) {
    return ((Number) Objects.requireNonNull(combination.values().get(key), key)).doubleValue();
  }

  /** Whether a key is what the x axis is of. */
  boolean isOver(String other) {
    return other.equals(key);
  }

  /** Whether the places of the x axis have an order. */
  boolean isOrdered() {
    return key != null;
  }

  /** What the x axis is of. */
  String axis() {
    return key == null ? "cell" : key;
  }

  /** The place of a combination on the x axis. */
  double x(Combination combination) {
    if (key == null) {
      return series.get(0).combinations().indexOf(combination);
    }
    double number = number(combination, key);
    return scale == Scale.PLACES ? places.indexOf(Wording.value(number)) : number;
  }

  /** The first place of the x axis. */
  double least() {
    return shown().mapToDouble(this::x).min().orElse(Double.NaN);
  }

  /** The last place of the x axis. */
  double most() {
    return shown().mapToDouble(this::x).max().orElse(Double.NaN);
  }

  /**
   * A line from the least mean at the first place of the x axis to its last place, along which the
   * figure grows as a power of x.
   *
   * @return (x, figure) at both ends; empty where no cell at the first place has the figure
   */
  Optional<List<double[]>> power(ToDoubleFunction<CellResult> figure, double power) {
    double least = least();
    double most = most();
    return shown()
        .filter(combination -> x(combination) == least)
        .map(combination -> combination.spread(figure).mean())
        .filter(Double::isFinite)
        .min(Comparator.naturalOrder())
        .map(
            mean ->
                List.of(
                    new double[] {least, mean},
                    new double[] {most, mean * Math.pow(most / least, power)}));
  }

  private Stream<Combination> shown() {
    return series.stream().flatMap(one -> one.combinations().stream());
  }

  /** A combination in words. */
  String label(Series of, Combination combination) {
    if (key == null) {
      return places.get((int) x(combination));
    }
    String place = key.substring(key.indexOf('.') + 1) + " " + combination.shown(key);
    return series.size() == 1 ? place : of.name() + ", " + place;
  }

  /** The combinations, a line each. */
  List<Series> series() {
    return series;
  }

  /** The names of the places of the x axis. */
  List<String> places() {
    return places;
  }

  /** Gives a chart the x axis. */
  Chart on(Chart chart) {
    return switch (scale) {
      case DOUBLINGS -> chart.doublings("xAxis", axis()).spanning("xAxis", least(), most());
      case DECADES -> chart.logarithms("xAxis", axis()).spanning("xAxis", least(), most());
      case NUMBERS -> chart.numbers("xAxis", axis()).spanning("xAxis", least(), most());
      case PLACES -> {
        Chart placed = chart.places("xAxis", places);
        Chart named = isOrdered() ? placed.named("xAxis", axis()) : placed;
        yield String.join("", places).length() > LINE ? named.slanted("xAxis") : named;
      }
    };
  }

  /** Says what the figures leave out; empty where that is nothing. */
  String leavesOut() {
    if (leftOut == 0) {
      return "";
    }
    return isOrdered()
        ? "The figures show the first %d lines of %d; the tables have all."
            .formatted(series.size(), series.size() + leftOut)
        : "The figures show the first %d combinations of %d; the tables have more."
            .formatted(places.size(), places.size() + leftOut);
  }
}
