package dev.largo.report;

import dev.largo.compare.Comparison;
import dev.largo.compare.Difference;
import dev.largo.compare.SeedSummary;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison as tables: the candidates, and what several seeds have in common. */
public final class ComparisonTable {
  /** Columns of {@link #candidates}. */
  public static final List<String> CANDIDATES =
      List.of(
          "run",
          "weights",
          "step",
          "top-1",
          "top-5",
          "loss",
          "calibration error",
          "against last, points",
          "95 % interval",
          "p (McNemar)");

  /** Columns of {@link #seeds}. */
  public static final List<String> SEEDS =
      List.of(
          "weights",
          "runs",
          "top-1, mean",
          "deviation",
          "against last, points",
          "deviation",
          "95 % interval");

  private ComparisonTable() {}

  /** Prints the tables. */
  public static void print(PrintStream out, Comparison comparison) {
    TextTable.print(out, CANDIDATES, candidates(comparison));
    if (!comparison.seeds().isEmpty()) {
      out.println();
      TextTable.print(out, SEEDS, seeds(comparison));
    }
  }

  /** A row a candidate. */
  public static List<List<String>> candidates(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    for (Comparison.Entry entry : comparison.entries()) {
      Difference difference = entry.againstLast();
      rows.add(
          List.of(
              entry.candidate().run(),
              entry.candidate().weights() + mark(entry),
              String.valueOf(entry.candidate().step()),
              Wording.number("%.4f", entry.top1()),
              Wording.number("%.4f", entry.top5()),
              Wording.number("%.4f", entry.loss()),
              Wording.number("%.4f", entry.calibration().error()),
              difference == null ? "" : Wording.number("%+.2f", difference.points()),
              difference == null ? "" : interval(difference.lower(), difference.upper()),
              difference == null ? "" : probability(difference)));
    }
    return rows;
  }

  /** A row a kind of weights and recipe. */
  public static List<List<String>> seeds(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    for (SeedSummary summary : comparison.seeds()) {
      boolean last = summary.weights().equals(SeedSummary.LAST);
      rows.add(
          List.of(
              summary.weights(),
              String.join(", ", summary.runs()),
              Wording.number("%.4f", summary.top1()),
              Wording.number("%.4f", summary.deviation()),
              last ? "" : Wording.number("%+.2f", summary.points()),
              last ? "" : Wording.number("%.2f", summary.pointsDeviation()),
              last ? "" : interval(summary.lower(), summary.upper())));
    }
    return rows;
  }

  private static String mark(Comparison.Entry entry) {
    if (entry.last()) {
      return entry.best() ? ", last and best" : ", last";
    }
    return entry.best() ? ", best" : "";
  }

  private static String interval(double lower, double upper) {
    String ends = Wording.number("%+.2f", lower) + " to " + Wording.number("%+.2f", upper);
    return Double.isFinite(lower + upper) ? ends : "-";
  }

  private static String probability(Difference difference) {
    return difference.pValue() < 1e-4
        ? "< 0.0001"
        : String.format(Locale.ROOT, "%.4f", difference.pValue());
  }
}
