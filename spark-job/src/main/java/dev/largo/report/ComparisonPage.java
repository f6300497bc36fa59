package dev.largo.report;

import dev.largo.compare.Candidate;
import dev.largo.compare.ComparedRun;
import dev.largo.compare.Comparison;
import dev.largo.compare.SeedSummary;
import dev.largo.report.page.Block;
import dev.largo.report.page.Chart;
import dev.largo.report.page.Page;
import dev.largo.train.EvaluationRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A comparison as a page: what a person should see of it, the answer first. */
public final class ComparisonPage {
  /** More classes than that make no readable chart: those that differ most are shown. */
  private static final int CLASSES = 40;

  private static final int ROW = 26;
  private static final int MARGIN = 110;

  private final Comparison comparison;

  private ComparisonPage(Comparison comparison) {
    this.comparison = comparison;
  }

  /** The page of a comparison. */
  public static Page of(Comparison comparison) {
    return new ComparisonPage(comparison).page();
  }

  private Page page() {
    List<Block> blocks = new ArrayList<>();
    if (!comparison.seeds().isEmpty()) {
      blocks.add(
          new Block.Table(
              "Over several seeds", ComparisonTable.SEEDS, ComparisonTable.seeds(comparison)));
    }
    if (comparison.seeds().stream().anyMatch(ComparisonPage::isCompared)) {
      blocks.add(seeds());
    }
    blocks.add(
        new Block.Table(
            "All that was compared",
            ComparisonTable.CANDIDATES,
            ComparisonTable.candidates(comparison)));
    if (comparison.entries().stream().anyMatch(e -> e.againstLast() != null)) {
      blocks.add(differences());
    }
    blocks.add(new Block.Heading("While training"));
    blocks.add(curves("Accuracy while training", "top-1", EvaluationRecord::top1));
    blocks.add(curves("Loss while training", "cross-entropy, nats", EvaluationRecord::loss));
    blocks.add(new Block.Heading("What else differs"));
    blocks.add(reliability());
    blocks.add(agreement());
    if (telling().size() > 1) {
      blocks.add(classes());
    }
    String runs = String.join(", ", comparison.runs().stream().map(ComparedRun::name).toList());
    return new Page(
        "Comparison of " + runs,
        "%d models on the same %d validation samples of %d classes"
            .formatted(
                comparison.entries().size(), comparison.samples(), comparison.classNames().size()),
        blocks);
  }

  private Block seeds() {
    List<SeedSummary> shown =
        comparison.seeds().stream().filter(ComparisonPage::isCompared).toList();
    return intervalChart(
        shown.stream().map(SeedSummary::weights).toList(),
        shown.stream().map(s -> new double[] {s.points(), s.lower(), s.upper()}).toList(),
        "Difference over the seeds",
        "Mean over the runs of the difference in top-1 from the same run's last checkpoint, with the"
            + " 95 % interval by Student's t. An interval that holds 0 leaves it open which is better.");
  }

  private static boolean isCompared(SeedSummary summary) {
    return !summary.weights().equals(SeedSummary.LAST) && Double.isFinite(summary.points());
  }

  private Block differences() {
    List<Comparison.Entry> shown =
        comparison.entries().stream().filter(e -> e.againstLast() != null).toList();
    return intervalChart(
        shown.stream().map(e -> name(e.candidate())).toList(),
        shown.stream()
            .map(e -> Objects.requireNonNull(e.againstLast()))
            .map(d -> new double[] {d.points(), d.lower(), d.upper()})
            .toList(),
        "Difference from the last checkpoint",
        "In top-1 on the same samples, with its 95 % bootstrap interval. The best checkpoint was"
            + " chosen on these very samples, which flatters it.");
  }

  private static Block intervalChart(
      List<String> names, List<double[]> values, String title, String caption) {
    List<double[]> dots = new ArrayList<>();
    List<double[]> intervals = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      dots.add(new double[] {values.get(i)[0], i});
      intervals.add(new double[] {i, values.get(i)[1], values.get(i)[2]});
    }
    return Chart.ofPoints()
        .numbers("xAxis", "points of top-1")
        .names("yAxis", names)
        .dots("difference", dots)
        .intervals("95 % interval", intervals)
        .figure(title, caption, MARGIN + ROW * names.size());
  }

  private Block curves(String title, String axis, ToDoubleFunction<EvaluationRecord> value) {
    Chart chart = Chart.ofLines().numbers("xAxis", "epoch").numbers("yAxis", axis);
    for (ComparedRun run : comparison.runs()) {
      Map<String, List<double[]>> byWeights = new LinkedHashMap<>();
      for (EvaluationRecord evaluation : run.evaluations()) {
        if (evaluation.weights().startsWith("replica-")) {
          continue; // A single point each.
        }
        byWeights
            .computeIfAbsent(evaluation.weights(), w -> new ArrayList<>())
            .add(new double[] {evaluation.epoch(), value.applyAsDouble(evaluation)});
      }
      byWeights.forEach((weights, points) -> chart.line(run.name() + " " + weights, points));
    }
    return chart.figure(
        title,
        "On the validation set. Click a name to hide or show it; the wheel zooms while Ctrl is held.",
        400);
  }

  private Block reliability() {
    Chart chart =
        Chart.ofLines()
            .numbers("xAxis", "probability of the class it takes", 0, 1)
            .numbers("yAxis", "share that is right", 0, 1)
            .guide("as sure as right", List.of(new double[] {0, 0}, new double[] {1, 1}));
    for (Comparison.Entry entry : telling()) {
      chart.line(
          name(entry.candidate()),
          entry.calibration().bins().stream()
              .map(bin -> new double[] {bin.confidence(), bin.accuracy()})
              .toList());
    }
    return chart.figure(
        "Reliability",
        "Samples in 15 bins of equal width by the probability of the most likely class. Below the"
            + " broken line a model is surer than it should be.",
        420);
  }

  private Block agreement() {
    List<String> names = comparison.entries().stream().map(e -> name(e.candidate())).toList();
    List<double[]> cells = new ArrayList<>();
    double least = 1;
    for (int row = 0; row < names.size(); row++) {
      for (int column = 0; column < names.size(); column++) {
        double share = comparison.agreement().get(row).get(column);
        least = Math.min(least, share);
        cells.add(new double[] {column, row, share});
      }
    }
    return Chart.ofPoints()
        .names("xAxis", names)
        .slanted("xAxis")
        .names("yAxis", names)
        .cells("agreement", cells, least, 1)
        .figure(
            "Agreement",
            "Share of samples that two models take to be of the same class. Models that agree less"
                + " gain more as an ensemble.",
            MARGIN + 140 + ROW * names.size());
  }

  private Block classes() {
    List<Comparison.Entry> entries = telling();
    Comparison.Entry last =
        entries.stream().filter(Comparison.Entry::last).findFirst().orElse(entries.get(0));
    List<Integer> shown =
        IntStream.range(0, comparison.classNames().size())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer c) -> -spread(entries, last, c)))
            .limit(CLASSES)
            .sorted()
            .toList();
    Chart chart =
        Chart.ofLines()
            .names("xAxis", shown.stream().map(comparison.classNames()::get).toList())
            .slanted("xAxis")
            .numbers("yAxis", "points");
    for (Comparison.Entry entry : entries) {
      if (!entry.equals(last)) {
        chart.bars(
            name(entry.candidate()), shown.stream().map(c -> points(entry, last, c)).toList());
      }
    }
    String chosen =
        shown.size() < comparison.classNames().size()
            ? " The %d classes that differ most.".formatted(shown.size())
            : "";
    return chart.figure(
        "Classes",
        "Difference in each class' share of right answers from %s."
                .formatted(name(last.candidate()))
            + chosen,
        420);
  }

  private static double spread(List<Comparison.Entry> entries, Comparison.Entry last, int kind) {
    return entries.stream()
        .mapToDouble(entry -> Math.abs(points(entry, last, kind)))
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  private static double points(Comparison.Entry entry, Comparison.Entry last, int kind) {
    return 100 * (entry.classAccuracy().get(kind) - last.classAccuracy().get(kind));
  }

  /** The first run's last and best checkpoint and averages: few enough to be told apart. */
  private List<Comparison.Entry> telling() {
    String run = comparison.runs().get(0).name();
    return comparison.entries().stream()
        .filter(e -> e.candidate().run().equals(run))
        .filter(e -> e.last() || e.best() || !e.candidate().isCheckpoint())
        .filter(e -> !e.candidate().weights().startsWith("window-"))
        .toList();
  }

  private String name(Candidate candidate) {
    String weights =
        candidate.isCheckpoint() || candidate.weights().startsWith("window-")
            ? candidate.weights() + " " + candidate.step()
            : candidate.weights();
    return comparison.runs().size() == 1 ? weights : candidate.run() + " " + weights;
  }
}
