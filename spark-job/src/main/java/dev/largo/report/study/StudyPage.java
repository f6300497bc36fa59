package dev.largo.report.study;

import dev.largo.report.Combination;
import dev.largo.report.Provenance;
import dev.largo.report.page.Block;
import dev.largo.report.page.Page;
import dev.largo.study.StudyDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A study as a page: what it came to, then its figures, then every cell. */
public final class StudyPage {
  private final StudyDirectory directory;
  private final StudyData data;
  private final List<Block> blocks = new ArrayList<>();

  private StudyPage(StudyDirectory directory, StudyData data) {
    this.directory = directory;
    this.data = data;
  }

  /**
   * The page of a study, whatever its state: finished, or as far as it has come.
   *
   * <p>All but the learning curves is from the study's own files; a cell's directory may be gone.
   *
   * @throws dev.largo.config.ConfigException for a file that is not what Largo wrote
   */
  public static Page of(StudyDirectory directory) throws IOException {
    return new StudyPage(directory, StudyData.read(directory)).page();
  }

  private Page page() {
    List<Combination> combinations = data.combinations();
    String varying = String.join(", ", Combination.varying(combinations));
    if (combinations.isEmpty()) {
      blocks.add(new Block.Paragraph("No cell has come to its end yet."));
    } else {
      show(combinations);
    }
    blocks.add(Provenance.of(data.info()));
    blocks.add(new Block.Folded("Configuration", data.config()));
    return new Page(
        data.name() + ", " + data.info().status().name().toLowerCase(Locale.ROOT),
        "A study of " + (varying.isEmpty() ? "several seeds" : varying),
        blocks);
  }

  private void show(List<Combination> combinations) {
    StudyLayout layout = StudyLayout.of(combinations, data.plan()::variant);
    StudyFacts facts = new StudyFacts(data, layout);
    StudyTables tables = new StudyTables(data, combinations);
    blocks.add(facts.tiles());
    if (layout.isOver(StudyLayout.BATCH)) {
      blocks.add(facts.reach());
    }
    blocks.add(tables.combinations());
    Block.Table ended = tables.ended();
    if (!ended.rows().isEmpty()) {
      blocks.add(ended);
    }
    if (!layout.leavesOut().isEmpty()) {
      blocks.add(new Block.Paragraph(layout.leavesOut()));
    }
    if (data.atOnce() > 1) {
      blocks.add(
          new Block.Paragraph(
              "Up to %d cells were trained at the same time, on the same machines: times and speeds are not those of a cell alone, and what more workers gain is not to be seen."
                  .formatted(data.atOnce())));
    }
    figures(layout);
    blocks.addAll(ScalingFigures.of(data.scaling()));
    HeatMap.of(combinations).ifPresent(blocks::add);
    blocks.addAll(new TunedFigures(data, layout).all());
    new CellCurves(directory, data)
        .figure(layout)
        .ifPresent(
            curves -> {
              blocks.add(new Block.Heading("Learning"));
              blocks.add(curves);
            });
    blocks.add(new Block.Heading("Cells"));
    blocks.add(tables.cells());
    Block.Table searches = tables.searches();
    if (!searches.rows().isEmpty()) {
      blocks.add(searches);
    }
  }

  private void figures(StudyLayout layout) {
    if (layout.isOver(StudyLayout.BATCH)) {
      blocks.addAll(new BatchFigures(data, layout).all());
    } else if (layout.isOver(StudyLayout.WORKERS)) {
      blocks.addAll(new WorkerFigures(layout).all());
    } else {
      AccuracyFigures figures = new AccuracyFigures(layout, UnaryOperator.identity());
      blocks.addAll(figures.all());
      blocks.add(figures.loss());
    }
  }
}
