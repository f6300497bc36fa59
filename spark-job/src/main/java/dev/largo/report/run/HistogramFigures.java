package dev.largo.report.run;

import static java.util.Objects.requireNonNull;

import dev.largo.report.Wording;
import dev.largo.report.page.Block;
import dev.largo.report.run.Buckets.Bucket;
import dev.largo.report.run.HistogramCurves.Curve;
import dev.largo.train.Histogram;
import dev.largo.train.HistogramRecord;
import dev.largo.train.HistogramRecord.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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

  private final Kind kind;
  private final HistogramCurves curves;
  private final Map<String, Curve> layers;
  private final double perEpoch;

  private HistogramFigures(Kind kind, HistogramCurves curves, double perEpoch) {
    this.kind = kind;
    this.curves = curves;
    layers = curves.layers();
    this.perEpoch = perEpoch;
  }

  /** All of them; none of a kind that nothing was recorded of. */
  static List<Block> of(Map<Kind, HistogramCurves> kinds, double perEpoch) {
    List<Block> blocks = new ArrayList<>();
    kinds.forEach(
        (kind, curves) -> {
          if (!curves.layers().isEmpty()) {
            blocks.addAll(new HistogramFigures(kind, curves, perEpoch).blocks());
          }
        });
    return blocks;
  }

  private List<Block> blocks() {
    return List.of(
        new Block.Heading(name()),
        new Block.Paragraph(reading()),
        new Block.Row(
            List.of(
                overview(Curve::zeros).shares(name() + ": share of zeros", ""),
                overview(Curve::size)
                    .logarithmic(name() + ": size", "Nine in ten values are smaller."))),
        new Block.Row(
            curves.pictured().stream()
                .map(
                    layer ->
                        new HistogramPicture(curve(layer).columns())
                            .figure(name() + " of " + layer, perEpoch))
                .toList()),
        table());
  }

  private String name() {
    return switch (kind) {
      case ACTIVATION -> "Activations";
      case GRADIENT -> "Gradients";
      case PARAMETER -> "Parameters";
    };
  }

  /** What they are, and what the figures leave out. */
  private String reading() {
    StringBuilder text =
        new StringBuilder(
            switch (kind) {
              case ACTIVATION ->
                  "What each layer gives on to the next in training, for the first micro-batch of a"
                      + " step; of the last layer before its softmax. A ReLU whose zeros come near"
                      + " 100 % is dead.";
              case GRADIENT ->
                  "Of the gradient averaged over the global batch. Sizes that fall from the last"
                      + " layers to the first vanish, those that grow with time explode.";
              case PARAMETER -> "Before the step.";
            });
    if (curves.width() > 1) {
      text.append(
          " A column is all that was recorded in %d steps together.".formatted(curves.width()));
    }
    int pictured = curves.pictured().size();
    if (pictured < layers.size()) {
      text.append(
          " Of %d layers %d, evenly chosen, have a picture.".formatted(layers.size(), pictured));
    }
    int together = LayerHeatMap.together(layers.size());
    if (together > 1) {
      text.append(" A row of an overview is the median of %d neighbours.".formatted(together));
    }
    return text.toString();
  }

  private Curve curve(String layer) {
    return requireNonNull(layers.get(layer));
  }

  private LayerHeatMap overview(Function<Curve, List<Bucket>> figure) {
    return new LayerHeatMap(
        List.copyOf(layers.keySet()), layer -> figure.apply(curve(layer)), perEpoch);
  }

  private Block table() {
    List<HistogramRecord> last = layers.values().stream().map(Curve::last).toList();
    String title = "%s at step %d".formatted(name(), last.get(0).step());
    return new Block.Table(
        last.size() <= MOST_ROWS
            ? title
            : title + ": the first %d of %d".formatted(MOST_ROWS, last.size()),
        HEADER,
        last.stream().limit(MOST_ROWS).map(HistogramFigures::row).toList());
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
