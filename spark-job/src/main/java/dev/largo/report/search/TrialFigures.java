package dev.largo.report.search;

import dev.largo.report.Wording;
import dev.largo.report.page.Block;
import dev.largo.report.page.Chart;
import dev.largo.report.page.ParallelChart;
import dev.largo.report.page.SeedSeries;
import dev.largo.study.CellResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** What the trials tell about each key, and how they went from stage to stage. */
final class TrialFigures {
  private static final int HEIGHT = 320;
  private static final int HIGH = 400;
  private static final String TOP1 = "best top-1";

  /** Keys, lines and dots that can be told apart. */
  private static final int MOST_KEYS = 24;

  private static final int MOST_LINES = 12;
  private static final int MOST_RESULTS = 2000;

  private final SearchData data;
  private final List<String> keys;
  private final List<CellResult> shown;

  /** The values of keys that are not numbers, each list in its order. */
  private final Map<String, List<String>> names = new TreeMap<>();

  TrialFigures(SearchData data) {
    this.data = data;
    keys = data.keys().subList(0, Math.min(data.keys().size(), MOST_KEYS));
    shown = data.results().subList(0, Math.min(data.results().size(), MOST_RESULTS));
    for (String key : keys) {
      if (!data.results().stream().allMatch(r -> r.values().get(key) instanceof Number)) {
        names.put(key, data.results().stream().map(r -> name(r, key)).distinct().sorted().toList());
      }
    }
  }

  /** Says what the figures leave out; empty where that is nothing. */
  String leavesOut() {
    List<String> left = new ArrayList<>();
    if (keys.size() < data.keys().size()) {
      left.add("%d keys of %d".formatted(keys.size(), data.keys().size()));
    }
    if (shown.size() < data.results().size()) {
      left.add("the first %d results of %d".formatted(shown.size(), data.results().size()));
    }
    return left.isEmpty() ? "" : "The figures show " + String.join(" and ", left) + ".";
  }

  /** Accuracy against each key. */
  Block keys() {
    return new Block.Row(keys.stream().map(this::against).toList());
  }

  private Block against(String key) {
    Chart chart = Chart.ofPoints();
    List<String> places = names.get(key);
    if (places != null) {
      chart.places("xAxis", places).named("xAxis", key);
    } else if (data.isLogarithmic(key)) {
      chart.logarithms("xAxis", key);
    } else {
      chart.numbers("xAxis", key);
    }
    chart.numbers("yAxis", TOP1);
    for (int stage : data.stages()) {
      List<double[]> dots = new ArrayList<>();
      List<double[]> lost = new ArrayList<>();
      for (CellResult result : shown) {
        if (SearchData.stage(result) != stage) {
          continue;
        }
        if (result.status() == CellResult.Status.COMPLETED) {
          dots.add(new double[] {place(result, key), result.bestTop1()});
        } else if (result.status() == CellResult.Status.DIVERGED) {
          lost.add(new double[] {place(result, key), 0, 1, 1});
        }
      }
      SeedSeries series = new SeedSeries(chart, "stage " + stage, key, TOP1).unconnected(dots);
      if (!lost.isEmpty()) {
        series.lost("diverged", lost);
      }
    }
    return chart.figure(key, "A dot a trial and stage. A cross at the bottom: diverged.", HEIGHT);
  }

  /** All trials that came to an end, through their values and their accuracy. */
  Block parallel() {
    ParallelChart chart = new ParallelChart();
    for (String key : keys) {
      String name = key.substring(key.indexOf('.') + 1);
      List<String> places = names.get(key);
      if (places != null) {
        chart.names(name, places);
      } else if (data.isLogarithmic(key)) {
        chart.logarithms(name);
      } else {
        chart.numbers(name);
      }
    }
    chart.numbers(TOP1);
    List<CellResult> trials =
        data.furthest().stream()
            .filter(result -> result.status() == CellResult.Status.COMPLETED)
            .filter(result -> Double.isFinite(result.bestTop1()))
            .limit(MOST_RESULTS)
            .sorted(Comparator.comparingDouble(CellResult::bestTop1)) // The best lie on top.
            .toList();
    for (CellResult trial : trials) {
      DoubleStream values = keys.stream().mapToDouble(key -> place(trial, key));
      chart.line(
          trial.cell(), DoubleStream.concat(values, DoubleStream.of(trial.bestTop1())).toArray());
    }
    if (!trials.isEmpty()) {
      chart.coloured(trials.get(0).bestTop1(), trials.get(trials.size() - 1).bestTop1());
    }
    return chart.figure(
        "Trials",
        "A line a trial, of the last stage that it was in, through its values; the redder, the"
            + " more accurate.",
        HIGH);
  }

  /** The accuracy of survivors from stage to stage. */
  Block stages() {
    List<Integer> stages = data.stages();
    Chart chart =
        Chart.ofPoints()
            .places("xAxis", stages.stream().map(stage -> "stage " + stage).toList())
            .numbers("yAxis", TOP1);
    Map<Integer, List<double[]>> paths = new TreeMap<>();
    // Those that came furthest first, and of these the best.
    Set<Integer> ranked = new LinkedHashSet<>();
    for (int i = stages.size() - 1; i >= 0; i--) {
      for (CellResult result : data.ranked(stages.get(i))) {
        int trial = SearchData.trial(result);
        ranked.add(trial);
        paths
            .computeIfAbsent(trial, number -> new ArrayList<>())
            .add(0, new double[] {i, result.bestTop1()});
      }
    }
    int lines = 0;
    List<double[]> others = new ArrayList<>();
    for (int trial : ranked) {
      List<double[]> path = paths.getOrDefault(trial, List.of());
      if (path.size() > 1 && lines < MOST_LINES) {
        lines++;
        chart.line("trial " + trial, path);
      } else if (others.size() < MOST_RESULTS) {
        others.addAll(path);
      }
    }
    new SeedSeries(chart, "others", "", TOP1).singles(others);
    return chart.figure(
        "From stage to stage",
        "Best top-1 of the trials that survived a stage, the best first, and of all others.",
        HIGH);
  }

  private static String name(CellResult result, String key) {
    Object value = result.values().get(key);
    return value == null ? "-" : Wording.value(value);
  }

  /** A trial's place on the axis of a key: its number, or the place of its name. */
  private double place(CellResult result, String key) {
    List<String> places = names.get(key);
    if (places != null) {
      return places.indexOf(name(result, key));
    }
    return result.values().get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
