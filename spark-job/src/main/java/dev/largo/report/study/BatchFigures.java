package dev.largo.report.study;

import dev.largo.report.Wording;
import dev.largo.report.page.Block;
import dev.largo.study.CellResult;
import java.util.ArrayList;
import java.util.List;

/** The figures of the large-batch literature: everything against the global batch. */
final class BatchFigures {
  /** A critical batch further than that beyond the study's would leave these no room. */
  private static final double NEAR = 8;

  private final StudyData data;
  private final StudyLayout layout;
  private final double critical;

  BatchFigures(StudyData data, StudyLayout layout) {
    this.data = data;
    this.layout = layout;
    critical = data.criticalBatch();
  }

  /** All that there are numbers for. */
  List<Block> all() {
    List<Block> blocks = new ArrayList<>(new AccuracyFigures(layout, this::marked).all());
    List<Block> row = new ArrayList<>();
    if (data.plan().target() != null) {
      row.add(stepsToTarget());
    }
    if (Double.isFinite(critical)) {
      row.add(noiseScale());
    }
    if (!row.isEmpty()) {
      blocks.add(new Block.Heading("How large a batch is of use"));
      blocks.add(new Block.Row(row));
    }
    blocks.add(new Block.Heading("Time"));
    blocks.add(
        new Block.Row(
            List.of(
                time(
                    Measure.of("seconds", cell -> cell.stepSeconds().total()),
                    "Time of an update",
                    "Median over the steps."),
                time(
                    Measure.of("seconds", cell -> cell.seconds() / cell.epochs()),
                    "Time of an epoch",
                    "Of its steps, without evaluations and checkpoints."),
                new StudyChart(layout, Measure.of("images/s", CellResult::imagesPerSecond))
                    .figure("Speed", "Median over the steps, of all workers together."))));
    return blocks;
  }

  private StudyChart marked(StudyChart chart) {
    boolean near = critical >= layout.least() / NEAR && critical <= layout.most() * NEAR;
    return near ? chart.mark(critical(), critical) : chart;
  }

  private String critical() {
    return "critical batch " + Wording.number("%.0f", critical);
  }

  private Block time(Measure measure, String title, String caption) {
    return new StudyChart(layout, measure.byLogarithm()).figure(title, caption);
  }

  private Block stepsToTarget() {
    StudyChart chart = new StudyChart(layout, Measure.stepsToTarget());
    layout
        .power(Measure.stepsToTarget().figure(), -1)
        .ifPresent(line -> chart.guide("perfect scaling", line));
    return marked(chart)
        .figure(
            "Steps to top-1 %s".formatted(data.plan().target()),
            "First evaluated step that reached it. On the broken line twice the batch takes half"
                + " the steps.");
  }

  private Block noiseScale() {
    double least = layout.least();
    double most = layout.most();
    return marked(new StudyChart(layout, Measure.of("samples", BatchFigures::noise).byLogarithm()))
        .guide(
            "as large as the batch",
            List.of(new double[] {least, least}, new double[] {most, most}))
        .figure(
            "Gradient noise scale",
            "tr(Sigma) / |G|^2 over each run (McCandlish et al., 2018). Its median over all cells"
                + " is the critical batch: well below it twice the batch takes about half the"
                + " steps, well above it hardly fewer.");
  }

  private static double noise(CellResult cell) {
    return cell.noiseScale() > 0 ? cell.noiseScale() : Double.NaN;
  }
}
