package dev.largo.report;

import dev.largo.study.scaling.PartCost;
import dev.largo.study.scaling.ScalingCurve;
import dev.largo.study.scaling.ScalingCurves;
import dev.largo.study.scaling.ScalingFit;
import dev.largo.study.scaling.ScalingModel;
import dev.largo.study.scaling.ScalingPoint;
import dev.largo.study.scaling.ScalingRow;
import dev.largo.study.scaling.ScalingStudy;
import dev.largo.train.StepRecord;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How speed grew with a study's workers, and how the cost model says that it goes on. */
public final class ScalingTable {
  /** What the columns hold. */
  public static final List<String> HEADER =
      List.of(
          "workers",
          "images/s",
          "efficiency",
          "predicted",
          "error",
          "efficiency",
          "ms: data",
          "gradient",
          "reduce",
          "update");

  private static final double LEAST_SHOWN = 5e-4;

  private ScalingTable() {}

  /** Prints the curves of one group of cells, and what they rest on. */
  public static void print(PrintStream out, ScalingStudy study) {
    ScalingFit fit = study.fit();
    for (ScalingCurve curve : ScalingCurves.of(fit)) {
      out.println();
      out.println(title(study, curve));
      TextTable.print(out, 0, HEADER, rows(curve));
    }
    out.println();
    remarks(fit).forEach(out::println);
  }

  /** Names a curve of a group of cells. */
  public static String title(ScalingStudy study, ScalingCurve curve) {
    String kind =
        switch (curve.kind()) {
          case STRONG -> "strong scaling, global batch " + curve.batch();
          case WEAK -> "weak scaling, " + curve.batch() + " samples a worker";
        };
    return kind
        + study.values().entrySet().stream()
            .map(value -> ", " + value.getKey() + " " + value.getValue())
            .collect(Collectors.joining());
  }

  /** A curve, a line for each number of workers. */
  public static List<List<String>> rows(ScalingCurve curve) {
    return curve.rows().stream().map(row -> row(curve, row)).toList();
  }

  private static List<String> row(ScalingCurve curve, ScalingRow row) {
    List<String> cells = new ArrayList<>();
    cells.add(row.workers() + (row.oversubscribed() ? "*" : ""));
    cells.add(Wording.number("%.0f", row.measuredSpeed()));
    cells.add(percent("%.0f", curve.measuredEfficiency(row)));
    cells.add(Wording.number("%.0f", row.predictedSpeed()));
    cells.add(percent("%+.1f", row.error()));
    cells.add(percent("%.0f", curve.predictedEfficiency(row)));
    StepRecord.@Nullable Seconds parts = row.predicted() == null ? row.measured() : row.predicted();
    StepRecord.Seconds shown = Objects.requireNonNull(parts, "neither measured nor predicted");
    for (double seconds :
        new double[] {shown.data(), shown.gradient(), shown.reduce(), shown.update()}) {
      cells.add(Wording.number("%.2f", 1000 * seconds));
    }
    return cells;
  }

  private static String percent(String format, double share) {
    // What is shown as 0 has no sign.
    return Wording.number(format + " %%", Math.abs(share) < LEAST_SHOWN ? 0 : 100 * share);
  }

  /** What the figures rest on, line by line: for the end of a table or of a page's figure. */
  public static List<String> remarks(ScalingFit fit) {
    List<String> lines = new ArrayList<>();
    ScalingModel model = fit.model();
    if (model == null) {
      lines.add(
          "no prediction: a fit needs %d numbers of workers that do not share cores, and there are %d"
              .formatted(ScalingFit.LEAST_COUNTS, counts(fit.fitted())));
    } else {
      lines.add(
          "predictions are for workers, network and storage like those measured; ms are predicted");
      lines.add(
          "fitted to %d cells, whose steps it misses by %s at most; %s"
              .formatted(fit.fitted().size(), percent("%.1f", fit.error()), heldOut(fit)));
      lines.add("ms of the model: " + costs(model));
    }
    if (!fit.leftOut().isEmpty()) {
      lines.add(
          "* workers that share the machine's %s cores: measured, but not fitted"
              .formatted(fit.leftOut().get(0).cores()));
    }
    return lines;
  }

  private static String heldOut(ScalingFit fit) {
    int most = fit.fitted().stream().mapToInt(ScalingPoint::workers).max().orElseThrow();
    return Double.isNaN(fit.heldOutError())
        ? "too few numbers of workers to predict the largest from the others"
        : "those of %d workers, predicted from fewer, by %s"
            .formatted(most, percent("%.1f", fit.heldOutError()));
  }

  private static String costs(ScalingModel model) {
    return String.join(
        "; ",
        cost("data", model.data()),
        cost("gradient", model.gradient()),
        cost("reduce", model.reduce()),
        cost("update", model.update()));
  }

  private static String cost(String name, PartCost part) {
    return name
        + part.seconds().entrySet().stream()
            .map(term -> " " + shown(1000 * term.getValue()) + " " + term.getKey())
            .collect(Collectors.joining(","));
  }

  private static String shown(double millis) {
    return millis == 0 ? "0" : Wording.number("%.3g", millis);
  }

  private static long counts(List<ScalingPoint> points) {
    return points.stream().map(ScalingPoint::workers).distinct().count();
  }
}
