package dev.largo.report.study;

import dev.largo.report.Combination;
import dev.largo.report.Spread;
import dev.largo.report.page.Block;
import dev.largo.report.page.Chart;
import dev.largo.report.page.SeedSeries;
import dev.largo.report.study.StudyLayout.Series;
import dev.largo.study.CellResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One figure of the cells over a study's x axis: means over the seeds, their span, every seed. */
final class StudyChart {
  private static final int HEIGHT = 360;

  /** So many cells are dots of their own. */
  private static final int MOST_SINGLES = 2000;

  private final StudyLayout layout;
  private final Measure measure;
  private final Chart chart;
  private final Map<Double, Integer> crosses = new HashMap<>();

  StudyChart(StudyLayout layout, Measure measure) {
    this.layout = layout;
    this.measure = measure;
    chart = layout.on(Chart.ofPoints());
    if (measure.logarithmic()) {
      chart.logarithms("yAxis", measure.axis());
    } else {
      chart.numbers("yAxis", measure.axis());
    }
    int cells = layout.series().stream().mapToInt(StudyChart::cells).sum();
    layout.series().forEach(series -> draw(series, cells <= MOST_SINGLES));
  }

  private static int cells(Series series) {
    return series.combinations().stream().mapToInt(c -> c.cells().size()).sum();
  }

  private void draw(Series series, boolean singles) {
    List<double[]> means = new ArrayList<>();
    List<double[]> spans = new ArrayList<>();
    List<double[]> seeds = new ArrayList<>();
    List<double[]> lost = new ArrayList<>();
    for (Combination combination : series.combinations()) {
      double x = layout.x(combination);
      Spread spread = combination.spread(measure.figure());
      if (spread.count() > 0) {
        means.add(new double[] {x, spread.mean()});
      }
      if (spread.count() > 1) {
        spans.add(new double[] {x, spread.least(), spread.most()});
        for (CellResult cell : combination.completed()) {
          seeds.add(new double[] {x, measure.figure().applyAsDouble(cell)});
        }
      }
      long missing = combination.cells().stream().filter(measure.isLost()).count();
      if (missing > 0) {
        int row = crosses.merge(x, 1, Integer::sum) - 1;
        lost.add(new double[] {x, row, missing, combination.cells().size()});
      }
    }
    SeedSeries drawn = new SeedSeries(chart, series.name(), layout.axis(), measure.axis());
    if (layout.isOrdered()) {
      drawn.means(means);
    } else {
      drawn.unconnected(means);
    }
    if (!spans.isEmpty()) {
      drawn.whiskers(spans);
    }
    if (singles && !seeds.isEmpty()) {
      drawn.singles(seeds);
    }
    if (!lost.isEmpty()) {
      drawn.lost(measure.lost(), lost);
    }
  }

  /** A line to hold others against. */
  StudyChart guide(String name, List<double[]> points) {
    chart.guide(name, points);
    return this;
  }

  /** A vertical line to hold others against. */
  StudyChart mark(String name, double x) {
    chart.mark(name, x);
    return this;
  }

  /**
   * The figure.
   *
   * @param caption what it shows; the crosses are told of where there are any
   */
  Block figure(String title, String caption) {
    String more = crosses.isEmpty() ? "" : " A cross at the bottom: " + measure.lost() + ".";
    return chart.figure(title, caption + more, HEIGHT);
  }
}
