package dev.largo.study;

import dev.largo.optim.noise.NoiseEstimate;
import dev.largo.record.RunDirectory;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.StepRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Sums up what a cell's run directory records. */
public final class CellSummary {
  private final List<StepRecord> steps;
  private final List<EvaluationRecord> evaluations;
  private final List<EvaluationRecord> singles;

  private CellSummary(List<StepRecord> steps, List<EvaluationRecord> evaluations) {
    this.steps = steps;
    this.evaluations = evaluations;
    singles =
        evaluations.stream().filter(e -> e.weights().equals(EvaluationRecord.CHECKPOINT)).toList();
  }

  /** A cell that was trained to its end. */
  public static CellResult completed(Cell cell, RunDirectory run, @Nullable Double target)
      throws IOException {
    return new CellSummary(run.readSteps(), run.readEvaluations())
        .result(
            cell,
            CellResult.Status.COMPLETED,
            target,
            run.readInfo().finalParamsSha256(),
            folder(run) + "/" + cell.name(),
            null);
  }

  /**
   * A cell that something ended.
   *
   * @param run where it was trained
   * @param error what ended it, in one line
   */
  public static CellResult ended(
      Cell cell, RunDirectory run, CellResult.Status how, @Nullable Double target, String error)
      throws IOException {
    return new CellSummary(run.readSteps(), run.readEvaluations())
        .result(cell, how, target, null, folder(run) + "/" + cell.name(), error);
  }

  /** A cell that could not even begin. */
  public static CellResult unbegun(Cell cell, String folder, String error) {
    return new CellSummary(List.of(), List.of())
        .result(cell, CellResult.Status.FAILED, null, null, folder + "/" + cell.name(), error);
  }

  static CellResult of(
      Cell cell, List<StepRecord> steps, List<EvaluationRecord> evaluations, double target) {
    return new CellSummary(steps, evaluations)
        .result(cell, CellResult.Status.COMPLETED, target, null, cell.name(), null);
  }

  private static String folder(RunDirectory run) {
    return run.path().getParent().getName();
  }

  private CellResult result(
      Cell cell,
      CellResult.Status status,
      @Nullable Double target,
      @Nullable String sha256,
      String directory,
      @Nullable String error) {
    @Nullable EvaluationRecord last = singles.isEmpty() ? null : singles.get(singles.size() - 1);
    @Nullable EvaluationRecord best =
        singles.stream()
            .filter(e -> Double.isFinite(e.top1()))
            .max(
                Comparator.comparingDouble(EvaluationRecord::top1)
                    .thenComparingLong(e -> -e.step())) // Of equals the first.
            .orElse(null);
    long done = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).step();
    List<StepRecord> lastEpoch = lastEpoch();
    return new CellResult(
        cell.name(),
        null,
        null,
        status,
        null,
        cell.values(),
        cell.tuned(),
        done,
        steps.isEmpty() ? 0 : steps.get(steps.size() - 1).epoch(),
        done * cell.config().batch().global(),
        steps.stream().mapToDouble(step -> step.seconds().total()).sum(),
        last == null ? Double.NaN : last.top1(),
        best == null ? Double.NaN : best.top1(),
        best == null ? 0 : best.step(),
        last == null ? Double.NaN : last.loss(),
        mean(lastEpoch, StepRecord::top1),
        mean(lastEpoch, StepRecord::loss),
        averages(),
        median(steps, StepRecord::imagesPerSecond),
        new StepRecord.Seconds(
            median(steps, step -> step.seconds().data()),
            median(steps, step -> step.seconds().gradient()),
            median(steps, step -> step.seconds().reduce()),
            median(steps, step -> step.seconds().update()),
            median(steps, step -> step.seconds().total())),
        noiseScale(),
        reached(target),
        sha256,
        directory,
        error);
  }

  /** Both averaged before they are divided; single steps say little. */
  private double noiseScale() {
    List<NoiseEstimate> estimates =
        steps.stream().map(StepRecord::noise).filter(Objects::nonNull).toList();
    double trace = estimates.stream().mapToDouble(NoiseEstimate::traceSigma).sum();
    double square = estimates.stream().mapToDouble(NoiseEstimate::gradientSquare).sum();
    return square > 0 ? trace / square : Double.NaN;
  }

  private @Nullable Long reached(@Nullable Double target) {
    if (target == null) {
      return null;
    }
    return singles.stream()
        .filter(e -> e.top1() >= target)
        .map(EvaluationRecord::step)
        .findFirst()
        .orElse(null);
  }

  private Map<String, Double> averages() {
    Map<String, Double> last = new LinkedHashMap<>();
    for (EvaluationRecord evaluation : evaluations) {
      if (!evaluation.weights().equals(EvaluationRecord.CHECKPOINT)) {
        last.put(evaluation.weights(), evaluation.top1());
      }
    }
    return last;
  }

  /** The steps within one epoch before the last step; all, if it is a shorter run. */
  private List<StepRecord> lastEpoch() {
    if (steps.isEmpty()) {
      return steps;
    }
    double from = steps.get(steps.size() - 1).epoch() - 1 + 1e-9;
    return steps.stream().filter(step -> step.epoch() > from).toList();
  }

  private static double mean(List<StepRecord> of, ToDoubleFunction<StepRecord> figure) {
    return of.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }

  private static double median(List<StepRecord> of, ToDoubleFunction<StepRecord> figure) {
    List<Double> sorted =
        new ArrayList<>(of.stream().mapToDouble(figure).sorted().boxed().toList());
    int count = sorted.size();
    return count == 0 ? Double.NaN : (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
  }
}
