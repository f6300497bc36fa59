package dev.largo.report.study;

import dev.largo.report.Combination;
import dev.largo.report.Wording;
import dev.largo.report.page.Block;
import dev.largo.report.page.Chart;
import dev.largo.study.CellResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Accuracy over two keys that vary, where there are no others and both have numbers. */
final class HeatMap {
  private static final int ROW = 34;
  private static final int MARGIN = 140;

  /** Rows and columns that can be read. */
  private static final int MOST = 40;

  private HeatMap() {}

  /** The figure; empty where other than two keys vary, or one of them by more than numbers. */
  static Optional<Block> of(List<Combination> combinations) {
    List<String> keys = List.copyOf(Combination.varying(combinations));
    if (keys.size() != 2
        || combinations.stream()
            .anyMatch(c -> keys.stream().anyMatch(k -> !(c.values().get(k) instanceof Number)))) {
      return Optional.empty();
    }
    List<String> columns = values(combinations, keys.get(0));
    List<String> rows = values(combinations, keys.get(1));
    if (columns.size() > MOST || rows.size() > MOST) {
      return Optional.empty();
    }
    List<double[]> cells = new ArrayList<>();
    List<double[]> lost = new ArrayList<>();
    for (Combination combination : combinations) {
      double column = columns.indexOf(combination.shown(keys.get(0)));
      double row = rows.indexOf(combination.shown(keys.get(1)));
      double top1 = combination.spread(CellResult::lastTop1).mean();
      if (Double.isFinite(top1)) {
        cells.add(new double[] {column, row, Math.rint(1e4 * top1) / 1e4});
      } else if (combination.cells().stream()
          .anyMatch(cell -> cell.status() == CellResult.Status.DIVERGED)) {
        lost.add(new double[] {column, row});
      }
    }
    double[] accuracies = cells.stream().mapToDouble(cell -> cell[2]).toArray();
    Chart chart =
        Chart.ofPoints()
            .places("xAxis", columns)
            .places("yAxis", rows)
            .named("xAxis", keys.get(0))
            .named("yAxis", keys.get(1))
            .cells(
                "validation top-1",
                cells,
                DoubleStream.of(accuracies).min().orElse(0),
                DoubleStream.of(accuracies).max().orElse(1))
            .labelled();
    return Optional.of(
        chart
            .crosses("diverged", lost)
            .figure(
                "Accuracy over both",
                "Validation top-1 of the last weights, mean over the seeds."
                    + (lost.isEmpty() ? "" : " A cross: no seed came to an end."),
                MARGIN + ROW * Math.max(rows.size(), 5)));
  }

  private static List<String> values(List<Combination> combinations, String key) {
    return combinations.stream()
        .mapToDouble(c -> c.values().get(key) instanceof Number n ? n.doubleValue() : Double.NaN)
        .sorted()
        .distinct()
        .mapToObj(Wording::value)
        .toList();
  }
}
