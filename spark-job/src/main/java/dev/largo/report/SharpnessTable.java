package dev.largo.report;

import dev.largo.analyze.Sharpness;
import dev.largo.compare.MeasuredSharpness;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** How sharp minima are, as a table. */
public final class SharpnessTable {
  /** Columns of {@link #rows}. */
  public static final List<String> HEADER =
      List.of("run", "weights", "step", "training loss", "worst in the box", "sharpness, %");

  private SharpnessTable() {}

  /** Prints the table behind an empty line, if there is anything in it. */
  public static void print(PrintStream out, List<MeasuredSharpness> measured) {
    if (!measured.isEmpty()) {
      out.println();
      TextTable.print(out, HEADER, rows(measured));
    }
  }

  /** A row for each weights. */
  public static List<List<String>> rows(List<MeasuredSharpness> measured) {
    List<List<String>> rows = new ArrayList<>();
    for (MeasuredSharpness one : measured) {
      Sharpness sharpness = one.sharpness();
      rows.add(
          List.of(
              one.candidate().run(),
              one.candidate().weights(),
              String.valueOf(one.candidate().step()),
              Wording.number("%.4f", sharpness.loss()),
              Wording.number("%.4f", sharpness.worst()),
              Wording.number("%.2f", sharpness.percent())));
    }
    return rows;
  }
}
