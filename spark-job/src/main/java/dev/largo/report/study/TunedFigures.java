package dev.largo.report.study;

import dev.largo.report.page.Block;
import dev.largo.study.CellResult;
import java.util.ArrayList;
import java.util.List;

/** What searches found for the cells of a tuned study. */
final class TunedFigures {
  private static final String BASE_LR = "schedule.base-lr";

  private final StudyData data;
  private final StudyLayout layout;

  TunedFigures(StudyData data, StudyLayout layout) {
    this.data = data;
    this.layout = layout;
  }

  /** A figure for each key whose values are numbers; none where nothing was tuned. */
  List<Block> all() {
    List<Block> row = new ArrayList<>();
    for (String key : data.tunedKeys()) {
      if (key.equals(BASE_LR) && layout.isOver(StudyLayout.BATCH)) {
        row.add(peakRate());
      } else {
        row.add(found(key));
      }
    }
    return row.isEmpty()
        ? List.of()
        : List.of(new Block.Heading("What was found by tuning"), new Block.Row(row));
  }

  private Block peakRate() {
    StudyChart chart =
        new StudyChart(layout, Measure.of("learning rate", data.plan()::peakRate).byLogarithm());
    layout.power(data.plan()::peakRate, 1).ifPresent(line -> chart.guide("linear scaling", line));
    return chart.figure(
        "Tuned learning rate",
        "After the warm-up: "
            + BASE_LR
            + " that was found, scaled to the batch as the schedule"
            + " says. On the broken line it grows as the batch does.");
  }

  private Block found(String key) {
    Measure measure = Measure.of(key, cell -> value(cell, key));
    boolean positive =
        data.results().stream()
            .mapToDouble(cell -> value(cell, key))
            .allMatch(number -> !(number <= 0));
    return new StudyChart(layout, positive ? measure.byLogarithm() : measure)
        .figure("Tuned " + key, "The value that was found.");
  }

  /** The number that was found for a key; NaN where there is none. */
  private static double value(CellResult cell, String key) {
    return cell.tuned().get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
