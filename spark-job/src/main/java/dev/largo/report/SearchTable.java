package dev.largo.report;

import dev.largo.study.CellResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The best trials of a search, with what was drawn for them. */
public final class SearchTable {
  private SearchTable() {}

  /** Prints a line a trial, in their order. */
  public static void print(PrintStream out, List<CellResult> best) {
    TreeSet<String> keys = new TreeSet<>();
    best.forEach(result -> keys.addAll(result.values().keySet()));
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("trial"));
    header.addAll(keys);
    header.addAll(List.of("best top-1", "top-1", "train top-1", "loss"));
    for (CellResult result : best) {
      List<String> row = new ArrayList<>(List.of(String.valueOf(result.trial())));
      keys.forEach(key -> row.add(String.valueOf(result.values().get(key))));
      row.add(Wording.number("%.4f", result.bestTop1()));
      row.add(Wording.number("%.4f", result.lastTop1()));
      row.add(Wording.number("%.4f", result.trainTop1()));
      row.add(Wording.number("%.4f", result.lastLoss()));
      rows.add(row);
    }
    TextTable.print(out, 1, header, rows);
  }
}
