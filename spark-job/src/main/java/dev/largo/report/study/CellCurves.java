package dev.largo.report.study;

import dev.largo.config.ConfigException;
import dev.largo.report.Combination;
import dev.largo.report.page.Block;
import dev.largo.report.page.Chart;
import dev.largo.report.run.Buckets;
import dev.largo.report.study.StudyLayout.Series;
import dev.largo.study.CellResult;
import dev.largo.study.StudyDirectory;
import dev.largo.train.EvaluationRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The validation accuracy of all cells while they were trained, as far as their runs are there. */
final class CellCurves {
  private static final int HEIGHT = 440;

  /** Runs that are read, and lines that a browser draws at once. */
  private static final int MOST_CELLS = 200;

  private static final int POINTS = 100;

  /** Combinations so few have a colour each. */
  private static final int MOST_COLOURS = 12;

  private final StudyDirectory directory;
  private final StudyData data;
  private final Chart chart =
      Chart.ofPoints().numbers("xAxis", "epoch").numbers("yAxis", "share that is right");
  private int unread;

  CellCurves(StudyDirectory directory, StudyData data) {
    this.directory = directory;
    this.data = data;
  }

  /** The figure; empty where no run is there, or none was evaluated twice. */
  Optional<Block> figure(StudyLayout layout) {
    Map<CellResult, String> colours = new LinkedHashMap<>();
    int combinations = layout.series().stream().mapToInt(s -> s.combinations().size()).sum();
    for (Series series : layout.series()) {
      for (Combination combination : series.combinations()) {
        String name =
            combinations > MOST_COLOURS && layout.series().size() > 1
                ? series.name()
                : layout.label(series, combination);
        combination.cells().forEach(cell -> colours.put(cell, name));
      }
    }
    List<CellResult> there =
        colours.keySet().stream()
            .filter(cell -> cell.steps() > 0 && data.runs().contains(cell.directory()))
            .toList();
    List<CellResult> shown = spread(there);
    int longest = 0;
    for (CellResult cell : shown) {
      longest = Math.max(longest, draw(colours.getOrDefault(cell, ""), cell));
    }
    return longest > 1 ? Optional.of(figure(there.size(), shown.size())) : Optional.empty();
  }

  private Block figure(int all, int shown) {
    String caption = "Of the weights as they were, a line a cell; click a name to hide its lines.";
    if (shown < all) {
      caption += " %d cells of %d, evenly chosen.".formatted(shown, all);
    }
    if (unread > 0) {
      caption += " The records of %d cells could not be read.".formatted(unread);
    }
    return chart.figure("Validation top-1 while training", caption, HEIGHT);
  }

  private static List<CellResult> spread(List<CellResult> all) {
    if (all.size() <= MOST_CELLS) {
      return all;
    }
    List<CellResult> some = new ArrayList<>();
    for (int i = 0; i < MOST_CELLS; i++) {
      some.add(all.get((int) ((long) i * all.size() / MOST_CELLS)));
    }
    return some;
  }

  /** Returns how many points the cell has. */
  private int draw(String name, CellResult cell) {
    Buckets accuracy = new Buckets(Buckets.width(cell.steps(), POINTS));
    try {
      directory
          .run(cell.directory())
          .records()
          .evaluations(
              evaluation -> {
                if (evaluation.weights().equals(EvaluationRecord.CHECKPOINT)) {
                  accuracy.add(evaluation.step(), evaluation.top1());
                }
              });
    } catch (IOException | ConfigException e) {
      unread++;
      return 0;
    }
    double perStep = cell.epochs() / cell.steps();
    List<double[]> points =
        accuracy.medians().stream().map(p -> new double[] {perStep * p[0], p[1]}).toList();
    if (!points.isEmpty()) {
      chart.thread(name, cell.cell(), points);
    }
    return points.size();
  }
}
