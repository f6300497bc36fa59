package dev.largo.report.search;

import dev.largo.report.Provenance;
import dev.largo.report.SearchTable;
import dev.largo.report.Wording;
import dev.largo.report.page.Block;
import dev.largo.report.page.Page;
import dev.largo.study.CellResult;
import dev.largo.study.StudyDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A search as a page: the best trial, then its figures, then every trial. */
public final class SearchPage {
  /** Rows that a page has room for. */
  private static final int MOST_ROWS = 1000;

  private final SearchData data;
  private final List<Block> blocks = new ArrayList<>();

  private SearchPage(SearchData data) {
    this.data = data;
  }

  /**
   * The page of a search, whatever its state: finished, or as far as it has come.
   *
   * @throws dev.largo.config.ConfigException for a file that is not what Largo wrote
   */
  public static Page of(StudyDirectory directory) throws IOException {
    return new SearchPage(SearchData.read(directory)).page();
  }

  private Page page() {
    List<CellResult> best = data.best();
    blocks.add(tiles(best));
    if (best.isEmpty()) {
      blocks.add(new Block.Paragraph("No trial has come to its end yet."));
    } else {
      edges(best.get(0));
      List<CellResult> shown = first(best);
      blocks.add(
          new Block.Table(
              "Stage %d, the best first".formatted(SearchData.stage(best.get(0))),
              SearchTable.header(shown),
              SearchTable.rows(shown),
              shown.stream().map(data::link).toList()));
      figures();
    }
    if (!data.results().isEmpty()) {
      blocks.add(trials());
    }
    blocks.add(Provenance.of(data.info()));
    blocks.add(new Block.Folded("Configuration", data.config()));
    return new Page(
        data.name() + ", " + data.info().status().name().toLowerCase(Locale.ROOT),
        "A search for " + String.join(", ", data.keys()),
        blocks);
  }

  private void edges(CellResult best) {
    data.drawn()
        .map(drawn -> drawn.edges(best.values()))
        .orElse(List.of())
        .forEach(edge -> blocks.add(new Block.Paragraph("Warning: " + edge + ".")));
  }

  private void figures() {
    TrialFigures figures = new TrialFigures(data);
    if (!figures.leavesOut().isEmpty()) {
      blocks.add(new Block.Paragraph(figures.leavesOut()));
    }
    blocks.add(new Block.Heading("Accuracy against what was drawn"));
    blocks.add(figures.keys());
    blocks.add(new Block.Heading("Trials and stages"));
    blocks.add(new Block.Row(List.of(figures.parallel(), figures.stages())));
  }

  private Block tiles(List<CellResult> best) {
    List<Block.Tile> tiles = new ArrayList<>();
    if (!best.isEmpty()) {
      CellResult first = best.get(0);
      tiles.add(
          new Block.Tile(
              "Best top-1",
              Wording.number("%.2f %%", 100 * first.bestTop1()),
              "trial %d, stage %d".formatted(SearchData.trial(first), SearchData.stage(first))));
      first
          .values()
          .forEach(
              (key, value) ->
                  tiles.add(
                      new Block.Tile(
                          key, value == null ? "-" : Wording.value(value), "of the best trial")));
    }
    tiles.add(
        new Block.Tile(
            "Trials",
            String.valueOf(data.furthest().size()),
            "%d runs in %d stages, %d diverged, %d failed"
                .formatted(
                    data.results().size(),
                    data.stages().size(),
                    count(CellResult.Status.DIVERGED),
                    count(CellResult.Status.FAILED))));
    double seconds = data.results().stream().mapToDouble(CellResult::seconds).sum();
    tiles.add(
        new Block.Tile(
            "Time of steps",
            Wording.time(Duration.ofMillis((long) (1000 * seconds))),
            "of all runs"));
    return new Block.Tiles(tiles);
  }

  private long count(CellResult.Status status) {
    return data.results().stream().filter(result -> result.status() == status).count();
  }

  private Block trials() {
    List<CellResult> shown = first(data.results());
    List<String> header = new ArrayList<>(List.of("run", "stage", "status"));
    header.addAll(SearchTable.header(shown));
    header.addAll(List.of("epochs", "images/s", "what ended it"));
    List<List<String>> rows = new ArrayList<>();
    List<List<String>> figures = SearchTable.rows(shown);
    for (int i = 0; i < shown.size(); i++) {
      CellResult result = shown.get(i);
      List<String> row = new ArrayList<>();
      row.add(result.cell());
      row.add(String.valueOf(result.stage()));
      row.add(result.status().name().toLowerCase(Locale.ROOT));
      row.addAll(figures.get(i));
      row.add(Wording.number("%.1f", result.epochs()));
      row.add(Wording.number("%.0f", result.imagesPerSecond()));
      row.add(result.error() == null ? "" : result.error());
      rows.add(row);
    }
    String left =
        shown.size() == data.results().size()
            ? ""
            : ": the first %d of %d".formatted(shown.size(), data.results().size());
    return new Block.Table(
        "All trials" + left, header, rows, shown.stream().map(data::link).toList());
  }

  private static List<CellResult> first(List<CellResult> all) {
    return all.subList(0, Math.min(all.size(), MOST_ROWS));
  }
}
