package dev.largo.report.run;

import dev.largo.record.RunRecords;
import dev.largo.report.ClosingTable;
import dev.largo.train.EvaluationRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code evaluations.jsonl} says, for each kind of weights over the steps. */
final class EvaluationCurves {
  private static final int POINTS = 600;
  private static final String SINGLE = EvaluationRecord.CHECKPOINT;

  private final long width;
  private final Map<String, Curve> curves = new LinkedHashMap<>();
  private final Map<String, EvaluationRecord> newest = new LinkedHashMap<>();
  private @Nullable EvaluationRecord best;

  /** The evaluations of one kind of weights. */
  record Curve(Buckets top1, Buckets top5, Buckets loss) {
    private Curve(long width) {
      this(new Buckets(width), new Buckets(width), new Buckets(width));
    }

    private void add(EvaluationRecord evaluation) {
      top1.add(evaluation.step(), evaluation.top1());
      top5.add(evaluation.step(), evaluation.top5());
      loss.add(evaluation.step(), evaluation.loss());
    }
  }

  private EvaluationCurves(long width) {
    this.width = width;
  }

  /** Reads the evaluations of a run through. */
  static EvaluationCurves read(RunRecords records) throws IOException {
    EvaluationCurves read = new EvaluationCurves(Buckets.width(records.lastStep(), POINTS));
    records.evaluations(read::add);
    return read;
  }

  private void add(EvaluationRecord evaluation) {
    curves.computeIfAbsent(evaluation.weights(), name -> new Curve(width)).add(evaluation);
    newest.put(evaluation.weights(), evaluation);
    if (evaluation.weights().equals(SINGLE)
        && (best == null || ClosingTable.byQuality().compare(evaluation, best) > 0)) {
      best = evaluation;
    }
  }

  /** By the name of the weights, in the order of their first. */
  Map<String, Curve> curves() {
    return curves;
  }

  /**
   * The best checkpoint, and the newest evaluation of each kind of weights: the closing table's.
   */
  List<EvaluationRecord> closing() {
    List<EvaluationRecord> closing = new ArrayList<>(newest.values());
    if (best != null) {
      closing.add(0, best);
    }
    return closing;
  }

  Optional<EvaluationRecord> lastCheckpoint() {
    return Optional.ofNullable(newest.get(SINGLE));
  }

  /** The newest evaluation of the average that does best; replicas are none. */
  Optional<EvaluationRecord> bestAverage() {
    return newest.values().stream()
        .filter(e -> !e.weights().equals(SINGLE) && !e.weights().startsWith("replica-"))
        .max(ClosingTable.byQuality());
  }
}
