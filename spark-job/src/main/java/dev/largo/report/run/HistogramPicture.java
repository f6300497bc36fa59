package dev.largo.report.run;

import dev.largo.report.Wording;
import dev.largo.report.page.Block;
import dev.largo.report.page.Chart;
import dev.largo.report.run.HistogramCurves.Column;
import dev.largo.train.Histogram;
import dev.largo.train.Histogram.Bins;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of one layer over the steps: a column some steps, a row the values between two bounds,
 * a colour their share. Below and above the row of zeros rows are for magnitudes that double, or
 * that grow faster where the values span very many doublings.
 */
final class HistogramPicture {
  private static final int MOST_HEIGHT = 640;

  /** Rows on either side of zero. */
  private static final int MOST_ROWS = 16;

  /** So few of the values, the smallest ones, share the row next to zero. */
  private static final double SMALLEST = 0.005;

  /** Smaller shares are not drawn. */
  private static final double FAINT = 1e-3;

  private static final MathContext DIGITS = new MathContext(3);

  private final List<Column> columns;

  /** Bins of a row. */
  private final int height;

  /** The bins of the row next to zero end here, whatever they begin with. */
  private final int low;

  /** Whether the row next to zero also has all that is smaller. */
  private final boolean cut;

  /** Rows of each side; 0 of one without values. */
  private final int negativeRows;

  private final int positiveRows;

  /**
   * A picture.
   *
   * @param columns in the order of steps, at least one
   */
  HistogramPicture(List<Column> columns) {
    this.columns = columns;
    Histogram all = columns.stream().map(Column::histogram).reduce(Histogram::plus).orElseThrow();
    int start = all.lowestBin();
    int end = all.endOfBins();
    long small = 0;
    long inBins = all.count() - all.zeros() - all.nonFinite();
    while (start < end - 1) {
      small += all.negative().in(start) + all.positive().in(start);
      if (small > SMALLEST * inBins) {
        break;
      }
      start++;
    }
    cut = start > all.lowestBin();
    int octaves = 1;
    while (rows(start, end, octaves) > MOST_ROWS) {
      octaves *= 2;
    }
    height = octaves * Histogram.BINS_PER_DOUBLING;
    low = height * (Math.floorDiv(start, height) + 1);
    negativeRows = rows(all.negative());
    positiveRows = rows(all.positive());
  }

  private static int rows(int start, int end, int octaves) {
    int bins = octaves * Histogram.BINS_PER_DOUBLING;
    return Math.floorDiv(end - 1, bins) - Math.floorDiv(start, bins) + 1;
  }

  private int rows(Bins bins) {
    return bins.counts().isEmpty() ? 0 : rowOf(bins.end() - 1) + 1;
  }

  /** Of a bin, from 0 next to zero. */
  private int rowOf(int bin) {
    return bin < low ? 0 : 1 + Math.floorDiv(bin - low, height);
  }

  /** The figure. */
  Block figure(String title, double perEpoch) {
    List<double[]> cells = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      Histogram histogram = columns.get(column).histogram();
      double[] shares = new double[negativeRows + 1 + positiveRows];
      shares[negativeRows] = histogram.zeros();
      for (int bin = histogram.negative().first(); bin < histogram.negative().end(); bin++) {
        shares[negativeRows - 1 - rowOf(bin)] += histogram.negative().in(bin);
      }
      for (int bin = histogram.positive().first(); bin < histogram.positive().end(); bin++) {
        shares[negativeRows + 1 + rowOf(bin)] += histogram.positive().in(bin);
      }
      for (int row = 0; row < shares.length; row++) {
        double share = shares[row] / histogram.count();
        if (share >= FAINT) {
          cells.add(new double[] {column, row, share});
        }
      }
    }
    List<String> rows = labels();
    return Chart.ofPoints()
        .places("yAxis", rows)
        .stepColumns("xAxis", columns.stream().map(Column::middle).toList(), perEpoch)
        .logarithmicCells(title, cells)
        .figure(title, "", LayerHeatMap.height(rows.size(), MOST_HEIGHT));
  }

  private List<String> labels() {
    List<String> labels = new ArrayList<>();
    for (int row = negativeRows - 1; row >= 0; row--) {
      labels.add(row == 0 && cut ? "< 0" : "\u2264 -" + edge(row));
    }
    labels.add("0");
    for (int row = 0; row < positiveRows; row++) {
      labels.add(row == 0 && cut ? "> 0" : "\u2265 " + edge(row));
    }
    return labels;
  }

  /** The magnitude that a row begins with. */
  private String edge(int row) {
    return Wording.value(new BigDecimal(Histogram.edge(low + (row - 1) * height), DIGITS));
  }
}
