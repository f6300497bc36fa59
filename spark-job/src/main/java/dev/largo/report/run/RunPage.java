package dev.largo.report.run;

import dev.largo.data.BadSample;
import dev.largo.record.PhaseRecord;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.record.RunRecords;
import dev.largo.report.ClosingTable;
import dev.largo.report.Wording;
import dev.largo.report.page.Block;
import dev.largo.report.page.Page;
import dev.largo.train.HistogramRecord.Kind;
import dev.largo.train.RecoveryRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run as a page: the result first, then how it came about. */
public final class RunPage {
  private static final int MOST_ROWS = 200;

  private final RunDirectory run;
  private final List<Block> blocks = new ArrayList<>();

  private RunPage(RunDirectory run) {
    this.run = run;
  }

  /**
   * The page of a run, whatever its state: finished, or as far as it has come.
   *
   * <p>Files are read once, in memory that does not grow with their length.
   *
   * @param info what {@code run.json} says, or is about to
   * @param now for the time that a run which goes on has taken
   * @throws dev.largo.config.ConfigException for a line of its records that is broken
   */
  public static Page of(RunDirectory run, RunInfo info, Instant now) throws IOException {
    return new RunPage(run).page(info, now);
  }

  private Page page(RunInfo info, Instant now) throws IOException {
    RunRecords records = run.records();
    StepCurves steps = StepCurves.read(records);
    EvaluationCurves evaluations = EvaluationCurves.read(records);
    LayerCurves layers = LayerCurves.read(records);
    Map<Kind, HistogramCurves> histograms = HistogramCurves.read(records);
    RunFacts facts = new RunFacts(info, run.readConfigText(), steps, evaluations, now);

    blocks.add(facts.tiles());
    List<List<String>> results = ClosingTable.rows(evaluations.closing());
    if (!results.isEmpty()) {
      blocks.add(new Block.Table("Result on the validation set", ClosingTable.HEADER, results));
    }
    phases(records.phases());
    if (steps.count() == 0) {
      blocks.add(new Block.Paragraph("No step is on record yet."));
    } else {
      StepFigures figures = new StepFigures(steps, evaluations);
      blocks.add(new Block.Heading("Learning"));
      blocks.add(new Block.Paragraph(reading(steps.width())));
      blocks.addAll(figures.learning());
      blocks.addAll(figures.gradients());
      layers(layers, steps.perEpoch());
      blocks.addAll(HistogramFigures.of(histograms, steps.perEpoch()));
      weights();
      blocks.add(new Block.Heading("Time"));
      blocks.add(figures.time());
    }
    recoveries(records.recoveries());
    badSamples(records.badSamples());
    blocks.add(new Block.Heading("About the run"));
    blocks.add(facts.table());
    blocks.add(new Block.Folded("Configuration", run.readConfigText()));
    return new Page(facts.name() + ", " + facts.status(), facts.subtitle(), blocks);
  }

  private static String reading(long width) {
    String aggregated =
        width == 1
            ? "Every step is shown."
            : "Each point is the median of %d steps; the band behind a line is from the least to the most."
                .formatted(width);
    return aggregated
        + " Click a name to hide or show its line; the wheel zooms while Ctrl is held.";
  }

  private void layers(LayerCurves layers, double perEpoch) {
    if (layers.names().isEmpty()) {
      return;
    }
    blocks.add(new Block.Heading("Layers"));
    if (layers.width() > 1) {
      blocks.add(
          new Block.Paragraph(
              "Each point and each cell is the median of what was recorded in %d steps."
                  .formatted(layers.width())));
    }
    LayerFigures figures = new LayerFigures(layers, perEpoch);
    if (!figures.leavesOut().isEmpty()) {
      blocks.add(new Block.Paragraph(figures.leavesOut()));
    }
    blocks.addAll(figures.all());
  }

  /** A run that goes on may drop a checkpoint while it is read. */
  private void weights() {
    List<Block> figures;
    try {
      figures = WeightFigures.of(KeptWeights.read(run));
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      figures = List.of(new Block.Paragraph("A checkpoint could not be read: " + e.getMessage()));
    }
    if (!figures.isEmpty()) {
      blocks.add(new Block.Heading("Weights of the kept checkpoints"));
      blocks.addAll(figures);
    }
  }

  private void phases(List<PhaseRecord> phases) {
    if (!phases.isEmpty()) {
      blocks.add(
          new Block.Table(
              "Phases of SWAP",
              List.of("phase", "steps", "seconds", "training top-1", "validation top-1"),
              phases.stream()
                  .map(
                      phase ->
                          List.of(
                              phase.phase(),
                              String.valueOf(phase.steps()),
                              Wording.number("%.1f", phase.seconds()),
                              Wording.number("%.4f", phase.trainTop1()),
                              Wording.number("%.4f", phase.top1())))
                  .toList()));
    }
  }

  private void recoveries(List<RecoveryRecord> recoveries) {
    if (!recoveries.isEmpty()) {
      blocks.add(
          new Block.Table(
              "Losses of workers that the run got over" + most(recoveries),
              List.of("time", "cause", "step", "went on after", "workers", "seconds"),
              recoveries.stream()
                  .limit(MOST_ROWS)
                  .map(
                      recovery ->
                          List.of(
                              String.valueOf(recovery.time()),
                              recovery.cause(),
                              String.valueOf(recovery.step()),
                              String.valueOf(recovery.resumedAfter()),
                              String.valueOf(recovery.workers()),
                              Wording.number("%.1f", recovery.seconds())))
                  .toList()));
    }
  }

  private void badSamples(List<BadSample> bad) {
    if (!bad.isEmpty()) {
      blocks.add(
          new Block.Table(
              "Samples that could not be read, and were skipped" + most(bad),
              List.of("sample", "reason"),
              bad.stream()
                  .limit(MOST_ROWS)
                  .map(sample -> List.of(sample.sample(), sample.reason()))
                  .toList()));
    }
  }

  private static String most(List<?> rows) {
    return rows.size() <= MOST_ROWS ? "" : ": the first %d of %d".formatted(MOST_ROWS, rows.size());
  }
}
