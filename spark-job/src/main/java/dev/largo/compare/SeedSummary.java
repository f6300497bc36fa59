package dev.largo.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * One kind of weights over several runs of one recipe, which differ in their seeds.
 *
 * @param runs their names
 * @param weights the kind: {@link #LAST}, {@code best checkpoint}, {@code swa} ...
 * @param top1 mean over the runs
 * @param deviation sample standard deviation of top-1 over the runs
 * @param points mean difference in top-1 from the last checkpoint of the same run, in points; NaN,
 *     as what follows, where those were not compared
 * @param pointsDeviation its sample standard deviation
 * @param lower lower end of the 95 % interval of the mean difference by Student's t, in points
 * @param upper upper end
 */
public record SeedSummary(
    List<String> runs,
    String weights,
    double top1,
    double deviation,
    double points,
    double pointsDeviation,
    double lower,
    double upper) {
  /** The last checkpoints, which all others are held against. */
  public static final String LAST = "last checkpoint";

  private static final double TAIL = 0.025;

  public SeedSummary {
    runs = List.copyOf(runs);
  }

  /** Summaries of every kind of weights that all runs of a recipe have, two runs at least. */
  static List<SeedSummary> of(List<Comparison.Entry> entries, Map<String, ?> recipes) {
    List<SeedSummary> all = new ArrayList<>();
    for (List<String> runs : byRecipe(recipes)) {
      if (runs.size() > 1) {
        byKind(entries, runs)
            .forEach(
                (kind, ofRuns) -> {
                  if (ofRuns.size() == runs.size()) {
                    all.add(of(kind, runs, ofRuns));
                  }
                });
      }
    }
    return all;
  }

  private static List<List<String>> byRecipe(Map<String, ?> recipes) {
    Map<Object, List<String>> runs = new LinkedHashMap<>();
    recipes.forEach((run, recipe) -> runs.computeIfAbsent(recipe, r -> new ArrayList<>()).add(run));
    return List.copyOf(runs.values());
  }

  /** The entries of each kind by run; checkpoints that are neither last nor best are left out. */
  private static Map<String, Map<String, Comparison.Entry>> byKind(
      List<Comparison.Entry> entries, List<String> runs) {
    Map<String, Map<String, Comparison.Entry>> kinds = new LinkedHashMap<>();
    for (Comparison.Entry entry : entries) {
      String run = entry.candidate().run();
      if (!runs.contains(run)) {
        continue;
      }
      if (!entry.candidate().isCheckpoint()) {
        // Of several windows the newest one counts.
        put(kinds, entry.candidate().weights(), run, entry);
      }
      if (entry.last()) {
        put(kinds, LAST, run, entry);
      }
      if (entry.best()) {
        put(kinds, "best checkpoint", run, entry);
      }
    }
    return kinds;
  }

  private static void put(
      Map<String, Map<String, Comparison.Entry>> kinds,
      String kind,
      String run,
      Comparison.Entry entry) {
    kinds.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(run, entry);
  }

  private static SeedSummary of(
      String kind, List<String> runs, Map<String, Comparison.Entry> ofRuns) {
    double[] top1 = ofRuns.values().stream().mapToDouble(Comparison.Entry::top1).toArray();
    double[] points = ofRuns.values().stream().mapToDouble(SeedSummary::points).toArray();
    double mean = mean(points);
    double deviation = deviation(points);
    double reach =
        TDistribution.of(points.length - 1.0).inverseSurvivalProbability(TAIL)
            * deviation
            / Math.sqrt(points.length);
    return new SeedSummary(
        runs, kind, mean(top1), deviation(top1), mean, deviation, mean - reach, mean + reach);
  }

  private static double points(Comparison.Entry entry) {
    Difference difference = entry.againstLast();
    if (difference != null) {
      return difference.points();
    }
    return entry.last() ? 0 : Double.NaN;
  }

  private static double mean(double[] values) {
    return Mean.of(values).getAsDouble();
  }

  private static double deviation(double[] values) {
    return StandardDeviation.of(values).getAsDouble();
  }
}
