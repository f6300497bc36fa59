package dev.largo.report.study;

import dev.largo.report.ScalingTable;
import dev.largo.report.page.Block;
import dev.largo.report.page.Chart;
import dev.largo.study.scaling.ScalingCurve;
import dev.largo.study.scaling.ScalingCurves;
import dev.largo.study.scaling.ScalingRow;
import dev.largo.study.scaling.ScalingStudy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Speed against workers: what was measured, and how the cost model says that it goes on. */
final class ScalingFigures {
  private static final int HEIGHT = 400;

  private final Chart speed =
      Chart.ofPoints().doublings("xAxis", "workers").logarithms("yAxis", "images/s");
  private final Chart efficiency =
      Chart.ofPoints().doublings("xAxis", "workers").numbers("yAxis", "%");
  private final List<Block> tables = new ArrayList<>();

  private ScalingFigures() {}

  /** Two figures and a table for each group of cells and kind of scaling; none without groups. */
  static List<Block> of(List<ScalingStudy> studies) {
    if (studies.isEmpty()) {
      return List.of();
    }
    ScalingFigures figures = new ScalingFigures();
    studies.forEach(figures::add);
    return figures.blocks();
  }

  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading("Scaling, measured and predicted"));
    blocks.add(
        new Block.Row(
            List.of(
                speed.figure(
                    "Speed of so many workers",
                    "Dots are measured, lines predicted by a cost model that was fitted to them,"
                        + " crosses measured with workers that shared cores.",
                    HEIGHT),
                efficiency.figure(
                    "Efficiency of so many workers",
                    "Images/s of one worker as a share of those with the fewest: what was measured"
                        + " by what was measured, predictions by predictions.",
                    HEIGHT))));
    blocks.addAll(tables);
    return blocks;
  }

  private void add(ScalingStudy study) {
    for (ScalingCurve curve : ScalingCurves.of(study.fit())) {
      String title = ScalingTable.title(study, curve);
      draw(speed, title, curve, ScalingRow::measuredSpeed, ScalingRow::predictedSpeed);
      draw(
          efficiency,
          title,
          curve,
          row -> 100 * curve.measuredEfficiency(row),
          row -> 100 * curve.predictedEfficiency(row));
      tables.add(new Block.Table(title, ScalingTable.HEADER, ScalingTable.rows(curve)));
    }
    ScalingTable.remarks(study.fit()).forEach(line -> tables.add(new Block.Paragraph(line)));
  }

  private static void draw(
      Chart chart,
      String title,
      ScalingCurve curve,
      ToDoubleFunction<ScalingRow> measured,
      ToDoubleFunction<ScalingRow> predicted) {
    Predicate<ScalingRow> shared = ScalingRow::oversubscribed;
    List<double[]> crosses = points(curve, shared, measured);
    chart.dots(title, points(curve, shared.negate(), measured));
    chart.curve(title, points(curve, row -> true, predicted));
    if (!crosses.isEmpty()) {
      chart.crosses("shared cores", crosses);
    }
  }

  private static List<double[]> points(
      ScalingCurve curve, Predicate<ScalingRow> of, ToDoubleFunction<ScalingRow> figure) {
    return curve.rows().stream()
        .filter(of)
        .map(row -> new double[] {row.workers(), figure.applyAsDouble(row)})
        .filter(point -> Double.isFinite(point[1]))
        .toList();
  }
}
