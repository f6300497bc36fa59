package dev.largo.report.run;

import dev.largo.report.page.Block;
import dev.largo.report.page.Chart;
import dev.largo.report.run.Buckets.Bucket;
import dev.largo.report.run.LayerCurves.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Each figure of the layers twice: as a heat map over time, and as lines. */
final class LayerFigures {
  private static final int ROW = 16;
  private static final int LEAST_HEIGHT = 340;
  private static final int MARGIN = 130;

  /** Lines that a reader tells apart. */
  private static final int SHOWN = 10;

  /** An update of a thousandth of the weights is about right, as a rule of thumb. */
  private static final double RULE = 1e-3;

  private final LayerCurves layers;
  private final double perEpoch;
  private final List<Long> columns;

  LayerFigures(LayerCurves layers, double perEpoch) {
    this.layers = layers;
    this.perEpoch = perEpoch;
    TreeSet<Long> steps = new TreeSet<>();
    for (String name : layers.names()) {
      layers.of(name, Measure.WEIGHT_NORM).forEach(bucket -> steps.add(bucket.step()));
    }
    columns = List.copyOf(steps);
  }

  /** All of them. */
  List<Block> all() {
    return List.of(
        row(
            Measure.UPDATE_RATIO,
            "Update to weight",
            "norm of update / norm of weights",
            "Norm of a step's change over the norm of what is changed. As a rule of thumb about a"
                + " thousandth, the broken line, is right for SGD; what is far above unlearns, what"
                + " is far below stands still."),
        row(
            Measure.TRUST_RATIO,
            "Trust ratio",
            "trust ratio",
            "What the learning rate is multiplied by for each layer; 1 where a layer is not"
                + " adapted."),
        row(
            Measure.LOCAL_LEARNING_RATE,
            "Local learning rate",
            "learning rate x trust ratio",
            "The learning rate of each layer."),
        row(Measure.WEIGHT_NORM, "Weight norm", "L2 norm", "Before the step."),
        row(
            Measure.GRADIENT_NORM,
            "Gradient norm by layer",
            "L2 norm",
            "Of the gradient averaged over the global batch."));
  }

  private Block row(Measure measure, String title, String axis, String caption) {
    return new Block.Row(
        List.of(
            heatMap(measure, title + ": heat map", caption),
            lines(measure, title + ": lines", axis)));
  }

  private Block heatMap(Measure measure, String title, String caption) {
    List<double[]> cells = new ArrayList<>();
    List<String> names = layers.names();
    for (int row = 0; row < names.size(); row++) {
      for (Bucket bucket : layers.of(names.get(row), measure)) {
        if (bucket.median() > 0) {
          cells.add(new double[] {columns.indexOf(bucket.step()), row, bucket.median()});
        }
      }
    }
    return Chart.ofPoints()
        .names("yAxis", names)
        .stepColumns("xAxis", columns, perEpoch)
        .logarithmicCells(title, cells)
        .figure(title, caption, height());
  }

  private Block lines(Measure measure, String title, String axis) {
    Chart chart = Chart.ofLines().steps("xAxis", perEpoch).logarithms("yAxis", axis);
    List<String> names = layers.names();
    for (String name : names) {
      chart.curve(
          name,
          layers.of(name, measure).stream()
              .map(bucket -> new double[] {bucket.step(), positive(bucket.median())})
              .toList());
    }
    if (measure == Measure.UPDATE_RATIO && !columns.isEmpty()) {
      chart.guide(
          "1e-3",
          List.of(
              new double[] {columns.get(0), RULE},
              new double[] {columns.get(columns.size() - 1), RULE}));
    }
    String caption = "A logarithmic scale; what is 0 is not drawn.";
    if (names.size() > SHOWN) {
      chart.showing(names, spread(names));
      caption +=
          " Of %d layers %d are shown; click a name for another.".formatted(names.size(), SHOWN);
    }
    return chart.figure(title, caption, height());
  }

  /** Some from the first to the last. */
  private static List<String> spread(List<String> names) {
    return IntStream.range(0, SHOWN)
        .mapToObj(i -> names.get(i * (names.size() - 1) / (SHOWN - 1)))
        .toList();
  }

  private int height() {
    return Math.max(LEAST_HEIGHT, MARGIN + ROW * layers.names().size());
  }

  private static double positive(double value) {
    return value > 0 ? value : Double.NaN;
  }
}
