package dev.largo.report;

import dev.largo.analyze.Sharpness;
import dev.largo.compare.Drift;
import dev.largo.compare.Landscape;
import dev.largo.compare.Surface;
import dev.largo.report.page.Block;
import dev.largo.report.page.Chart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The loss around the weights that were compared, as figures. */
public final class LandscapeFigures {
  private LandscapeFigures() {}

  /** Lines, planes and distances, as far as there are any. */
  public static List<Block> of(Landscape landscape) {
    List<Block> blocks = new ArrayList<>();
    for (Surface surface : landscape.surfaces()) {
      if (surface.isLine()) {
        blocks.add(line(surface, "Loss", Surface.Point::trainLoss, Surface.Point::validationLoss));
        blocks.add(
            line(surface, "Error", Surface.Point::trainError, Surface.Point::validationError));
      } else {
        blocks.add(plane(surface, "Training loss", Surface.Point::trainLoss));
        blocks.add(plane(surface, "Validation error", Surface.Point::validationError));
      }
    }
    if (!landscape.sharpness().isEmpty()) {
      Sharpness first = landscape.sharpness().get(0).sharpness();
      blocks.add(
          new Block.Table(
              "Sharpness", SharpnessTable.HEADER, SharpnessTable.rows(landscape.sharpness())));
      blocks.add(
          new Block.Paragraph(
              ("The largest growth of the training loss that %d iterations of L-BFGS-B find in a box"
                      + " around the weights, half as wide as %s (1 + |weight|), over 1 + the loss"
                      + " (Keskar et al. 2017). Of %d training samples, the network being as in"
                      + " training.")
                  .formatted(Sharpness.ITERATIONS, first.epsilon(), first.samples())));
    }
    if (!landscape.drifts().isEmpty()) {
      blocks.add(drifts(landscape.drifts()));
    }
    if (!blocks.isEmpty()) {
      blocks.add(0, new Block.Heading("The loss around them"));
    }
    return blocks;
  }

  private static Block line(
      Surface surface,
      String what,
      ToDoubleFunction<Surface.Point> train,
      ToDoubleFunction<Surface.Point> validation) {
    return Chart.ofLines()
        .numbers("xAxis", "0: %s, 1: %s".formatted(corner(surface, 0), corner(surface, 1)))
        .numbers("yAxis", what.equals("Loss") ? "cross-entropy, nats" : "share that is wrong")
        .line("training", points(surface, train))
        .line("validation", points(surface, validation))
        .figure(
            "%s from %s to %s".formatted(what, corner(surface, 0), corner(surface, 1)),
            "At weights (1 - x) first + x second, batch-norm statistics recomputed at each. The"
                + " training curve is of %d training samples.".formatted(surface.trainingSamples()),
            360);
  }

  private static Block plane(Surface surface, String what, ToDoubleFunction<Surface.Point> value) {
    List<Double> columns = surface.points().stream().map(Surface.Point::x).distinct().toList();
    List<Double> rows = surface.points().stream().map(Surface.Point::y).distinct().toList();
    List<double[]> cells = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    for (Surface.Point point : surface.points()) {
      double z = value.applyAsDouble(point);
      least = Double.isFinite(z) ? Math.min(least, z) : least;
      cells.add(new double[] {columns.indexOf(point.x()), rows.indexOf(point.y()), z});
    }
    Chart chart =
        Chart.ofPoints()
            .places("xAxis", columns.stream().map(x -> Wording.number("%.3g", x)).toList())
            .places("yAxis", rows.stream().map(y -> Wording.number("%.3g", y)).toList())
            .cells(what, cells, least, median(cells));
    for (Surface.Corner corner : surface.corners()) {
      chart.dot(corner.name(), nearest(columns, corner.x()), nearest(rows, corner.y()));
    }
    return chart.figure(
        "%s on the plane through %s"
            .formatted(
                what,
                surface.corners().stream()
                    .map(Surface.Corner::name)
                    .collect(Collectors.joining(", "))),
        "Axes are distances in weight space from the first weights, the second lie to its right;"
            + " dots are the cells nearest to the three weights. The darkest cells are at the median of all or worse."
            + " Training loss is of %d training samples; statistics are recomputed at each cell."
                .formatted(surface.trainingSamples()),
        520);
  }

  private static Block drifts(List<Drift> drifts) {
    Chart chart =
        Chart.ofLines().numbers("xAxis", "steps apart").numbers("yAxis", "distance of weights");
    Map<String, List<double[]>> byStart = new LinkedHashMap<>();
    for (Drift drift : drifts) {
      byStart
          .computeIfAbsent(drift.run() + " from step " + drift.from(), start -> new ArrayList<>())
          .add(new double[] {drift.steps(), drift.distance()});
    }
    byStart.forEach(chart::line);
    return chart.figure(
        "Distance between checkpoints",
        "Euclidean, over the trained weights. Weights that wander about a minimum keep a distance"
            + " that grows slowly; an average lies in the middle of them.",
        360);
  }

  private static List<double[]> points(Surface surface, ToDoubleFunction<Surface.Point> value) {
    return surface.points().stream()
        .map(point -> new double[] {point.x(), value.applyAsDouble(point)})
        .toList();
  }

  private static String corner(Surface surface, int number) {
    return surface.corners().get(number).name();
  }

  private static int nearest(List<Double> places, double place) {
    int nearest = 0;
    for (int i = 1; i < places.size(); i++) {
      if (Math.abs(places.get(i) - place) < Math.abs(places.get(nearest) - place)) {
        nearest = i;
      }
    }
    return nearest;
  }

  private static double median(List<double[]> cells) {
    double[] values =
        cells.stream().mapToDouble(cell -> cell[2]).filter(Double::isFinite).sorted().toArray();
    return values.length == 0 ? 0 : values[values.length / 2];
  }
}
