package dev.largo.report;

import dev.largo.train.EvaluationRecord;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run's result: the last and the best single checkpoint, and each average set against both.
 *
 * <p>Shares are of 1; differences are of top-1 in points, hundredths of all samples.
 */
public final class ClosingTable {
  private static final String SINGLE = EvaluationRecord.CHECKPOINT;

  /** Columns of {@link #rows}. */
  public static final List<String> HEADER =
      List.of("weights", "step", "top-1", "top-5", "loss", "against last", "against best");

  private ClosingTable() {}

  /**
   * Prints the table; a single line where no checkpoint was evaluated.
   *
   * @param evaluations of one run, in the order of steps
   * @param skipped steps that changed nothing; a line below the table, where there are any
   */
  public static void print(PrintStream out, List<EvaluationRecord> evaluations, long skipped) {
    print(out, evaluations);
    if (skipped > 0) {
      out.println("skipped steps, whose loss or gradient was not finite: " + skipped);
    }
  }

  private static void print(PrintStream out, List<EvaluationRecord> evaluations) {
    List<List<String>> rows = new ArrayList<>(rows(evaluations));
    if (rows.isEmpty()) {
      out.println("no checkpoint was evaluated");
      return;
    }
    rows.add(0, HEADER);
    boolean compared = rows.size() > 3;
    rows.forEach(row -> out.println(line(compared ? row : row.subList(0, 5))));
  }

  /**
   * A row each for the last and the best checkpoint and for every average, under {@link #HEADER}.
   *
   * @param evaluations of one run, in the order of steps
   * @return none where no checkpoint was evaluated
   */
  public static List<List<String>> rows(List<EvaluationRecord> evaluations) {
    List<EvaluationRecord> singles =
        evaluations.stream().filter(e -> e.weights().equals(SINGLE)).toList();
    if (singles.isEmpty()) {
      return List.of();
    }
    EvaluationRecord last = singles.get(singles.size() - 1);
    EvaluationRecord best = singles.stream().max(byQuality()).orElse(last);
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("last checkpoint", last, "", ""));
    rows.add(row("best checkpoint", best, "", ""));
    newestAverages(evaluations)
        .forEach(
            (name, average) ->
                rows.add(row(name, average, points(average, last), points(average, best))));
    return rows;
  }

  /** The newest evaluation of each average, the averages in the order of their first. */
  private static Map<String, EvaluationRecord> newestAverages(List<EvaluationRecord> evaluations) {
    Map<String, EvaluationRecord> newest = new LinkedHashMap<>();
    for (EvaluationRecord evaluation : evaluations) {
      if (!evaluation.weights().equals(SINGLE)) {
        newest.put(evaluation.weights().toUpperCase(Locale.ROOT), evaluation);
      }
    }
    return newest;
  }

  /** By top-1, then by loss; what is not a number is worst. */
  public static Comparator<EvaluationRecord> byQuality() {
    return Comparator.<EvaluationRecord>comparingDouble(e -> finiteOrWorst(e.top1()))
        .thenComparingDouble(e -> finiteOrWorst(-e.loss()));
  }

  private static double finiteOrWorst(double value) {
    return Double.isFinite(value) ? value : Double.NEGATIVE_INFINITY;
  }

  private static String points(EvaluationRecord average, EvaluationRecord single) {
    return Wording.number("%+.2f points", 100 * (average.top1() - single.top1()));
  }

  private static List<String> row(
      String name, EvaluationRecord evaluation, String againstLast, String againstBest) {
    return List.of(
        name,
        String.valueOf(evaluation.step()),
        Wording.number("%.4f", evaluation.top1()),
        Wording.number("%.4f", evaluation.top5()),
        Wording.number("%.4f", evaluation.loss()),
        againstLast,
        againstBest);
  }

  private static String line(List<String> cells) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-16s", cells.get(0)));
    for (int i = 1; i < cells.size(); i++) {
      line.append(String.format(Locale.ROOT, i < 5 ? "%9s" : "%15s", cells.get(i)));
    }
    return line.toString().stripTrailing();
  }
}
