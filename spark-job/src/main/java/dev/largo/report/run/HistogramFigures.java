package dev.largo.report.run;

import dev.largo.report.Wording;
import dev.largo.report.page.Block;
import dev.largo.train.Histogram;
import dev.largo.train.HistogramRecord;
import dev.largo.train.HistogramRecord.Kind;
import java.util.ArrayList;
import java.util.List;

/** The figures of what the layers give on, of their gradients and of their parameters. */
final class HistogramFigures {
  /** Rows of a table. */
  private static final int MOST_ROWS = 200;

  private static final double HALF = 0.5;
  private static final double LARGE = 0.9;
  private static final double HUNDRED = 100;

  private static final List<String> HEADER =
      List.of(
          "layer",
          "values",
          "zeros, %",
          "not finite",
          "least",
          "most",
          "half are within \u00b1",
          "nine in ten within \u00b1");

  private final HistogramCurves curves;
  private final double perEpoch;

  HistogramFigures(HistogramCurves curves, double perEpoch) {
    this.curves = curves;
    this.perEpoch = perEpoch;
  }

  /** All of them; none where nothing was recorded. */
  List<Block> all() {
    List<Block> blocks = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (!curves.names(kind).isEmpty()) {
        blocks.add(new Block.Heading(name(kind)));
        blocks.add(new Block.Paragraph(reading(kind)));
        blocks.add(new Block.Row(overviews(kind)));
        blocks.add(new Block.Row(pictures(kind)));
        blocks.add(table(kind));
      }
    }
    return blocks;
  }

  private static String name(Kind kind) {
    return switch (kind) {
      case ACTIVATION -> "Activations";
      case GRADIENT -> "Gradients";
      case PARAMETER -> "Parameters";
    };
  }

  /** What they are, and what the figures leave out. */
  private String reading(Kind kind) {
    String what =
        switch (kind) {
          case ACTIVATION ->
              "What each layer gives on to the next in training, for the first micro-batch of a"
                  + " step; of the last layer before its softmax. A ReLU whose zeros come near 100 %"
                  + " is dead.";
          case GRADIENT ->
              "Of the gradient averaged over the global batch. Sizes that fall from the last layers"
                  + " to the first vanish, those that grow with time explode.";
          case PARAMETER -> "Before the step.";
        };
    StringBuilder text = new StringBuilder(what);
    if (curves.width() > 1) {
      text.append(
          " A column is all that was recorded in %d steps together.".formatted(curves.width()));
    }
    int layers = curves.names(kind).size();
    int pictured = curves.pictured(kind).size();
    if (pictured < layers) {
      text.append(" Of %d layers %d, evenly chosen, have a picture.".formatted(layers, pictured));
    }
    int together = LayerHeatMap.together(layers);
    if (together > 1) {
      text.append(" A row of an overview is the median of %d neighbours.".formatted(together));
    }
    return text.toString();
  }

  private List<Block> overviews(Kind kind) {
    List<String> layers = curves.names(kind);
    return List.of(
        new LayerHeatMap(layers, layer -> curves.of(kind, layer).zeros(), perEpoch)
            .shares(name(kind) + ": share of zeros", ""),
        new LayerHeatMap(layers, layer -> curves.of(kind, layer).size(), perEpoch)
            .logarithmic(name(kind) + ": size", "Nine in ten values are smaller, zeros counted."));
  }

  private List<Block> pictures(Kind kind) {
    List<Block> row = new ArrayList<>();
    for (String layer : curves.pictured(kind)) {
      row.add(
          new HistogramPicture(curves.of(kind, layer).columns())
              .figure(name(kind) + " of " + layer, perEpoch));
    }
    return row;
  }

  private Block table(Kind kind) {
    List<String> layers = curves.names(kind);
    List<List<String>> rows = new ArrayList<>();
    for (String layer : layers.subList(0, Math.min(MOST_ROWS, layers.size()))) {
      rows.add(row(curves.of(kind, layer).last()));
    }
    String title =
        "%s at step %d".formatted(name(kind), curves.of(kind, layers.get(0)).last().step());
    return new Block.Table(
        rows.size() == layers.size()
            ? title
            : title + ": the first %d of %d".formatted(rows.size(), layers.size()),
        HEADER,
        rows);
  }

  private static List<String> row(HistogramRecord line) {
    Histogram histogram = line.histogram();
    return List.of(
        line.layer(),
        String.valueOf(histogram.count()),
        Wording.number("%.1f", HUNDRED * histogram.zeroShare()),
        String.valueOf(histogram.nonFinite()),
        Wording.number("%.3g", histogram.least()),
        Wording.number("%.3g", histogram.most()),
        Wording.number("%.3g", histogram.magnitude(HALF)),
        Wording.number("%.3g", histogram.magnitude(LARGE)));
  }
}
