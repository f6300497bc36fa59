package dev.largo.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table on a terminal. */
final class TextTable {
  private TextTable() {}

  /**
   * Prints a table, its first two columns to the left, all others to the right.
   *
   * @param rows as many cells each as the header
   */
  static void print(PrintStream out, List<String> header, List<List<String>> rows) {
    print(out, 2, header, rows);
  }

  /**
   * Prints a table.
   *
   * @param names how many columns stand to the left
   * @param rows as many cells each as the header
   */
  static void print(PrintStream out, int names, List<String> header, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>(List.of(header));
    all.addAll(rows);
    int[] widths = new int[header.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        // Names to the left, numbers to the right.
        String format = i < names ? "%-" + widths[i] + "s  " : "%" + widths[i] + "s  ";
        line.append(String.format(Locale.ROOT, format, row.get(i)));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
