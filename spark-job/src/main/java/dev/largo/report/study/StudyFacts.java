package dev.largo.report.study;

import dev.largo.report.Combination;
import dev.largo.report.Spread;
import dev.largo.report.Wording;
import dev.largo.report.page.Block;
import dev.largo.report.study.StudyLayout.Series;
import dev.largo.study.CellResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a study came to, in large print. */
final class StudyFacts {
  /** So much below its best accuracy a series has fallen off. */
  private static final double FALL = 0.01;

  private final StudyData data;
  private final StudyLayout layout;

  StudyFacts(StudyData data, StudyLayout layout) {
    this.data = data;
    this.layout = layout;
  }

  /** The best combination, how many cells there are, how long they took. */
  Block tiles() {
    List<Block.Tile> tiles = new ArrayList<>();
    best().ifPresent(tiles::add);
    tiles.add(
        new Block.Tile(
            "Cells",
            "%d of %d".formatted(data.results().size(), data.info().cells()),
            "%d completed, %d diverged, %d failed"
                .formatted(
                    count(CellResult.Status.COMPLETED),
                    count(CellResult.Status.DIVERGED),
                    count(CellResult.Status.FAILED))));
    double seconds = data.results().stream().mapToDouble(CellResult::seconds).sum();
    tiles.add(
        new Block.Tile(
            "Time of steps",
            Wording.time(Duration.ofMillis((long) (1000 * seconds))),
            "of all cells"));
    double critical = data.criticalBatch();
    if (layout.isOver(StudyLayout.BATCH) && Double.isFinite(critical)) {
      tiles.add(
          new Block.Tile(
              "Critical batch",
              Wording.number("%.0f", critical),
              "samples, by the gradient noise scale"));
    }
    return new Block.Tiles(tiles);
  }

  private Optional<Block.Tile> best() {
    record Found(String label, Spread top1) {}
    List<Found> all = new ArrayList<>();
    for (Series series : layout.series()) {
      for (Combination combination : series.combinations()) {
        all.add(new Found(layout.label(series, combination), top1(combination)));
      }
    }
    return all.stream()
        .filter(found -> found.top1().count() > 0)
        .max(Comparator.comparingDouble(found -> found.top1().mean()))
        .map(
            found ->
                new Block.Tile(
                    "Best top-1",
                    percent(found.top1()),
                    found.label() + (found.top1().count() > 1 ? ", mean of the seeds" : "")));
  }

  private static String percent(Spread top1) {
    return new Spread(top1.count(), 100 * top1.mean(), 100 * top1.deviation(), 0, 0).shown("%.2f")
        + " %";
  }

  private static Spread top1(Combination combination) {
    return combination.spread(CellResult::lastTop1);
  }

  private static double mean(Combination combination) {
    return top1(combination).mean();
  }

  /** The place of the best one; any where none has an accuracy. */
  private static int best(List<Combination> all) {
    return IntStream.range(0, all.size())
        .filter(i -> !Double.isNaN(mean(all.get(i))))
        .boxed()
        .max(Comparator.comparingDouble(i -> mean(all.get(i))))
        .orElse(0);
  }

  private long count(CellResult.Status status) {
    return data.results().stream().filter(cell -> cell.status() == status).count();
  }

  /** How far along the x axis each series keeps its accuracy. */
  Block.Table reach() {
    List<List<String>> rows = new ArrayList<>();
    for (Series series : layout.series()) {
      rows.add(reach(series));
    }
    return new Block.Table(
        "How far each goes along " + layout.axis(),
        List.of("series", "best mean top-1", "at", "largest within 0.01 of it", "diverged at"),
        rows);
  }

  private List<String> reach(Series series) {
    List<Combination> all = series.combinations();
    int best = best(all);
    if (Double.isNaN(mean(all.get(best)))) {
      return List.of(series.name(), "-", "-", "-", diverged(all));
    }
    int last = best;
    // A batch that one seed does not survive, or that was not trained, is not reached.
    while (last + 1 < all.size()
        && all.get(last + 1).completed().size() == all.get(last + 1).cells().size()
        && mean(all.get(last + 1)) >= mean(all.get(best)) - FALL) {
      last++;
    }
    return List.of(
        series.name(),
        top1(all.get(best)).shown("%.4f") + seeds(all.get(best)),
        all.get(best).shown(layout.axis()),
        all.get(last).shown(layout.axis()),
        diverged(all));
  }

  /** Where cells diverged, and how many of the seeds where not all. */
  private String diverged(List<Combination> all) {
    List<String> at = new ArrayList<>();
    for (Combination combination : all) {
      long lost =
          combination.cells().stream()
              .filter(cell -> cell.status() == CellResult.Status.DIVERGED)
              .count();
      if (lost > 0) {
        String where = combination.shown(layout.axis());
        int seeds = combination.cells().size();
        at.add(lost == seeds ? where : "%s (%d of %d seeds)".formatted(where, lost, seeds));
      }
    }
    return at.isEmpty() ? "-" : String.join(", ", at);
  }

  /** Says of how many seeds a mean is where that is not all. */
  private static String seeds(Combination combination) {
    int ended = combination.completed().size();
    int seeds = combination.cells().size();
    return ended == seeds ? "" : ", %d of %d seeds".formatted(ended, seeds);
  }
}
