package dev.largo.report.run;

import dev.largo.report.page.Block;
import dev.largo.report.page.Chart;
import dev.largo.report.run.Buckets.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A figure of the layers over the steps as coloured cells, a row a layer; of very many layers
 * neighbours share a row.
 */
final class LayerHeatMap {
  private static final int ROW = 16;
  private static final int LEAST_HEIGHT = 340;
  private static final int MOST_HEIGHT = 1000;
  private static final int MARGIN = 130;

  /** Rows that a page has room for. */
  private static final int MOST_ROWS = 160;

  private final List<String> names;
  private final Function<String, List<Bucket>> figure;
  private final double perEpoch;
  private final List<Long> columns;
  private final List<String> rows = new ArrayList<>();

  /**
   * A heat map.
   *
   * @param names of the layers, the first on top
   * @param figure of a layer; a cell is its median
   */
  LayerHeatMap(List<String> names, Function<String, List<Bucket>> figure, double perEpoch) {
    this.names = names;
    this.figure = figure;
    this.perEpoch = perEpoch;
    TreeSet<Long> steps = new TreeSet<>();
    names.forEach(name -> figure.apply(name).forEach(bucket -> steps.add(bucket.step())));
    columns = List.copyOf(steps);
  }

  /** How many of so many layers share a row. */
  static int together(int layers) {
    return Math.max(1, (layers + MOST_ROWS - 1) / MOST_ROWS);
  }

  /** Height of a figure with so many rows or lines. */
  static int height(int rows, int most) {
    return Math.min(most, Math.max(LEAST_HEIGHT, MARGIN + ROW * rows));
  }

  /** Coloured by the logarithm; what is not above 0 has no cell. */
  Block logarithmic(String title, String caption) {
    List<double[]> cells = cells(0);
    return drawn(chart().logarithmicCells(title, cells), title, caption);
  }

  /** Coloured by shares, from 0 to 1. */
  Block shares(String title, String caption) {
    List<double[]> cells = cells(Double.NEGATIVE_INFINITY);
    return drawn(chart().shareCells(title, cells), title, caption);
  }

  private Chart chart() {
    return Chart.ofPoints().names("yAxis", rows).stepColumns("xAxis", columns, perEpoch);
  }

  private Block drawn(Chart chart, String title, String caption) {
    return chart.figure(title, caption, height(rows.size(), MOST_HEIGHT));
  }

  /** Cells of what is above a value; names the rows. */
  private List<double[]> cells(double above) {
    rows.clear();
    List<double[]> cells = new ArrayList<>();
    int together = together(names.size());
    for (int first = 0; first < names.size(); first += together) {
      int last = Math.min(first + together, names.size()) - 1;
      Map<Long, List<Double>> medians = new TreeMap<>();
      for (String name : names.subList(first, last + 1)) {
        for (Bucket bucket : figure.apply(name)) {
          if (bucket.median() > above) {
            medians.computeIfAbsent(bucket.step(), step -> new ArrayList<>()).add(bucket.median());
          }
        }
      }
      int row = rows.size();
      medians.forEach(
          (step, values) -> cells.add(new double[] {columns.indexOf(step), row, middle(values)}));
      rows.add(first == last ? names.get(first) : names.get(first) + " to " + names.get(last));
    }
    return cells;
  }

  private static double middle(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int count = sorted.size();
    return (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
  }
}
