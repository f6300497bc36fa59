package dev.largo.report;

import dev.largo.study.CellResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The best trials of a search, with what was drawn for them. */
public final class SearchTable {
  private SearchTable() {}

  /** Prints a line a trial, in their order. */
  public static void print(PrintStream out, List<CellResult> best) {
    TextTable.print(out, 1, header(best), rows(best));
  }

  /** The names of the columns. */
  public static List<String> header(List<CellResult> trials) {
    List<String> header = new ArrayList<>(List.of("trial"));
    header.addAll(keys(trials));
    header.addAll(List.of("best top-1", "top-1", "train top-1", "loss"));
    return header;
  }

  /** A row a trial, in their order. */
  public static List<List<String>> rows(List<CellResult> trials) {
    Set<String> keys = keys(trials);
    List<List<String>> rows = new ArrayList<>();
    for (CellResult trial : trials) {
      List<String> row = new ArrayList<>(List.of(String.valueOf(trial.trial())));
      keys.forEach(key -> row.add(value(trial.values().get(key))));
      row.add(Wording.number("%.4f", trial.bestTop1()));
      row.add(Wording.number("%.4f", trial.lastTop1()));
      row.add(Wording.number("%.4f", trial.trainTop1()));
      row.add(Wording.number("%.4f", trial.lastLoss()));
      rows.add(row);
    }
    return rows;
  }

  private static Set<String> keys(List<CellResult> trials) {
    return trials.stream()
        .flatMap(trial -> trial.values().keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String value(@Nullable Object value) {
    return value == null ? "-" : Wording.value(value);
  }
}
