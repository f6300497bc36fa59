package dev.largo.report;

import dev.largo.study.CellResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What a study came to: a line for each combination of what varies, over its seeds. */
public final class StudyTable {
  private StudyTable() {}

  /**
   * A column.
   *
   * @param cell what it says of a combination
   */
  public record Column(String name, Function<Combination, String> cell) {
    /** A column of means, with sample standard deviations where there are several seeds. */
    public static Column of(String name, String format, ToDoubleFunction<CellResult> figure) {
      return new Column(name, combination -> combination.spread(figure).shown(format));
    }
  }

  /** A cell's end in one line. */
  public static String line(CellResult result) {
    if (result.error() != null) {
      boolean tells = result.status() == CellResult.Status.DIVERGED;
      return result.cell() + (tells ? ": " : ": failed: ") + result.error();
    }
    return "%s: top-1 %s, best %s; %d steps in %s s"
        .formatted(
            result.cell(),
            Wording.number("%.4f", result.lastTop1()),
            Wording.number("%.4f", result.bestTop1()),
            result.steps(),
            Wording.number("%.1f", result.seconds()));
  }

  /**
   * Prints the table, and a line for each cell that did not come to its end.
   *
   * @param variant the name that the study gives a cell's kind; empty where it has none
   * @param target whether the study had one to reach
   */
  public static void print(
      PrintStream out,
      List<CellResult> results,
      Function<CellResult, String> variant,
      boolean target) {
    List<Combination> combinations = Combination.of(results);
    List<Column> columns = labels(combinations, variant);
    columns.addAll(tuned(results));
    int keys = columns.size();
    columns.addAll(figures(target));
    TextTable.print(out, keys, header(columns), rows(columns, combinations));
    results.stream()
        .filter(result -> result.error() != null)
        .forEach(result -> out.println(line(result)));
  }

  /**
   * The columns that tell combinations apart, the name of their kind before keys that it stands
   * for.
   *
   * @param variant as for {@link #print}
   */
  public static List<Column> labels(
      List<Combination> combinations, Function<CellResult, String> variant) {
    List<Column> columns = new ArrayList<>();
    new Labels(combinations, variant)
        .columns()
        .forEach((name, label) -> columns.add(new Column(name, label)));
    return columns;
  }

  /** A column for each key that searches have found values for. */
  public static List<Column> tuned(List<CellResult> results) {
    Set<String> keys = new TreeSet<>();
    results.forEach(result -> keys.addAll(result.tuned().keySet()));
    return keys.stream()
        .map(key -> new Column(key, combination -> combination.shownTuned(key)))
        .toList();
  }

  /**
   * The columns behind those of the keys.
   *
   * @param target whether the study had one to reach
   */
  public static List<Column> figures(boolean target) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                new Column("seeds", StudyTable::seeds),
                Column.of("top-1", "%.4f", CellResult::lastTop1),
                Column.of("best top-1", "%.4f", CellResult::bestTop1),
                Column.of("train top-1", "%.4f", CellResult::trainTop1),
                Column.of("loss", "%.4f", CellResult::lastLoss),
                Column.of("images/s", "%.0f", CellResult::imagesPerSecond),
                Column.of("step ms", "%.1f", result -> 1000 * result.stepSeconds().total())));
    if (target) {
      columns.add(new Column("steps to target", StudyTable::toTarget));
    }
    return columns;
  }

  /** The columns' names. */
  public static List<String> header(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  /** A row for each combination. */
  public static List<List<String>> rows(List<Column> columns, List<Combination> combinations) {
    return combinations.stream()
        .map(combination -> columns.stream().map(c -> c.cell().apply(combination)).toList())
        .toList();
  }

  private static String seeds(Combination combination) {
    int done = combination.completed().size();
    int all = combination.cells().size();
    return done == all ? "" + done : done + "/" + all;
  }

  private static String toTarget(Combination combination) {
    List<Long> reached =
        combination.completed().stream()
            .map(CellResult::stepsToTarget)
            .filter(Objects::nonNull)
            .toList();
    int all = combination.cells().size();
    String share = reached.size() == all ? "" : " (%d/%d)".formatted(reached.size(), all);
    return Spread.of(reached.stream().mapToDouble(Long::doubleValue).toArray()).shown("%.0f")
        + share;
  }
}
