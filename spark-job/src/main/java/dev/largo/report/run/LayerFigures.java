package dev.largo.report.run;

import dev.largo.report.page.Block;
import dev.largo.report.page.Chart;
import dev.largo.report.run.LayerCurves.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Each figure of the layers twice: as a heat map over time, and as lines. */
final class LayerFigures {
  private static final int MOST_LINES_HEIGHT = 460;

  /** Lines of a chart that a page has room for. */
  private static final int MOST_LINES = 80;

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
            new LayerHeatMap(layers.names(), name -> layers.of(name, measure), perEpoch)
                .logarithmic(title + ": heat map", caption),
            lines(measure, title + ": lines", axis)));
  }

  /** Says what the figures leave out; empty where that is nothing. */
  String leavesOut() {
    int all = layers.names().size();
    List<String> left = new ArrayList<>();
    int together = LayerHeatMap.together(all);
    if (together > 1) {
      left.add("a row of a heat map is the median of %d neighbours".formatted(together));
    }
    if (all > MOST_LINES) {
      left.add("%d of them, evenly chosen, have lines".formatted(MOST_LINES));
    }
    return left.isEmpty() ? "" : "Of %d layers ".formatted(all) + String.join(", and ", left) + ".";
  }

  private Block lines(Measure measure, String title, String axis) {
    Chart chart = Chart.ofLines().steps("xAxis", perEpoch).logarithms("yAxis", axis);
    List<String> names = spread(layers.names(), MOST_LINES);
    for (String name : names) {
      chart.curve(
          name,
          layers.of(name, measure).stream()
              .map(bucket -> new double[] {bucket.step(), bucket.median()})
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
      chart.showing(names, spread(names, SHOWN));
      caption +=
          " Of %d lines %d are shown; click a name for another.".formatted(names.size(), SHOWN);
    }
    return chart.figure(title, caption, LayerHeatMap.height(names.size(), MOST_LINES_HEIGHT));
  }

  /** Some from the first to the last. */
  static List<String> spread(List<String> names, int most) {
    if (names.size() <= most) {
      return names;
    }
    return IntStream.range(0, most)
        .mapToObj(i -> names.get(i * (names.size() - 1) / (most - 1)))
        .toList();
  }
}
