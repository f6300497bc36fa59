package dev.largo.report.study;

import dev.largo.report.Combination;
import dev.largo.report.page.Block;
import dev.largo.report.page.Chart;
import dev.largo.report.study.StudyLayout.Series;
import dev.largo.study.CellResult;
import dev.largo.train.StepRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What more workers gain, and where the time of a step goes. */
final class WorkerFigures {
  private static final int HEIGHT = 360;

  /** Bars that can be told apart. */
  private static final int MOST_BARS = 40;

  private final StudyLayout layout;

  /** What the time of a step goes to. */
  private enum Part {
    DATA(StepRecord.Seconds::data),
    GRADIENT(StepRecord.Seconds::gradient),
    REDUCE(StepRecord.Seconds::reduce),
    UPDATE(StepRecord.Seconds::update);

    @SuppressWarnings("ImmutableEnumChecker") // Reads a record.
    private final ToDoubleFunction<StepRecord.Seconds> of;

    Part(ToDoubleFunction<StepRecord.Seconds> of) {
      this.of = of;
    }

    private double of(Combination combination) {
      return combination.spread(cell -> of.applyAsDouble(cell.stepSeconds())).mean();
    }
  }

  WorkerFigures(StudyLayout layout) {
    this.layout = layout;
  }

  /** Speed, efficiency, and the parts of a step. */
  List<Block> all() {
    return List.of(
        new Block.Heading("Workers"),
        new Block.Row(List.of(speed(), efficiency())),
        new Block.Row(List.of(parts())));
  }

  private Block speed() {
    StudyChart chart = new StudyChart(layout, Measure.of("images/s", CellResult::imagesPerSecond));
    layout
        .power(CellResult::imagesPerSecond, 1)
        .ifPresent(line -> chart.guide("perfect scaling", line));
    return chart.figure(
        "Speed",
        "Images/s of all workers together, median over the steps. On the broken line twice the"
            + " workers are twice as fast.");
  }

  private Block efficiency() {
    Map<String, Double> single = new HashMap<>();
    for (Series series : layout.series()) {
      double first = perWorker(series.combinations().get(0));
      series.combinations().stream()
          .flatMap(combination -> combination.cells().stream())
          .forEach(cell -> single.put(cell.cell(), first));
    }
    ToDoubleFunction<CellResult> efficiency =
        cell -> 100 * perWorker(cell) / single.getOrDefault(cell.cell(), Double.NaN);
    return new StudyChart(layout, Measure.of("%", efficiency))
        .figure(
            "Efficiency",
            "Images/s of one worker, as a share of those with the fewest workers of the study.");
  }

  private static double perWorker(Combination combination) {
    return combination.spread(WorkerFigures::perWorker).mean();
  }

  private static double perWorker(CellResult cell) {
    return cell.values().get(StudyLayout.WORKERS) instanceof Number workers
        ? cell.imagesPerSecond() / workers.doubleValue()
        : Double.NaN;
  }

  private Block parts() {
    List<String> names = new ArrayList<>();
    List<Combination> bars = new ArrayList<>();
    for (Series series : layout.series()) {
      for (Combination combination : series.combinations()) {
        String workers = combination.shown(StudyLayout.WORKERS);
        names.add(layout.series().size() == 1 ? workers : series.name() + ", " + workers);
        bars.add(combination);
      }
    }
    int shown = Math.min(bars.size(), MOST_BARS);
    Chart chart =
        Chart.ofLines().places("xAxis", names.subList(0, shown)).numbers("yAxis", "seconds");
    if (layout.series().size() > 1) {
      chart.slanted("xAxis");
    }
    for (Part part : Part.values()) {
      chart.stackedBars(
          part.name().toLowerCase(Locale.ROOT),
          bars.subList(0, shown).stream().map(part::of).toList());
    }
    return chart.figure(
        "Time of a step",
        "By number of workers, on rank 0: waiting for samples, computing gradients, exchanging"
            + " them, updating. Medians, one on the other."
            + (shown < bars.size() ? " The first %d of %d.".formatted(shown, bars.size()) : ""),
        HEIGHT);
  }
}
