package dev.largo.report;

import dev.largo.compare.Calibration;
import dev.largo.compare.Candidate;
import dev.largo.compare.ComparedRun;
import dev.largo.compare.Comparison;
import dev.largo.compare.Difference;
import dev.largo.train.EvaluationRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A comparison of one run that is written down instead of computed. */
final class Compared {
  static final Difference BETTER = new Difference(1.25, -0.5, 3, 30, 5, 0.00001);

  private final List<Comparison.Entry> entries = new ArrayList<>();
  private final int classes;

  Compared(int classes) {
    this.classes = classes;
  }

  /** Adds a candidate, equally right in each class. */
  Compared with(
      String weights, long step, String mark, double top1, @Nullable Difference difference) {
    entries.add(
        new Comparison.Entry(
            new Candidate("a", weights, step),
            mark.contains("last"),
            mark.contains("best"),
            top1,
            0.99,
            top1 > 0 ? 0.25 : Double.NaN,
            new Calibration(
                top1 > 0 ? 0.0123 : Double.NaN, List.of(new Calibration.Bin(5, 0.9, top1))),
            Collections.nCopies(classes, top1),
            difference));
    return this;
  }

  Comparison comparison() {
    List<EvaluationRecord> evaluations =
        List.of(
            new EvaluationRecord(10, 1, "checkpoint", 0.5, 0.9, 1, 100),
            new EvaluationRecord(10, 1, "swa", Double.NaN, 0.9, Double.NaN, 100),
            new EvaluationRecord(20, 2, "checkpoint", 0.75, 0.9, 0.5, 100));
    return new Comparison(
        List.of(new ComparedRun("a", "runs/a", 1, evaluations)),
        100,
        IntStream.range(0, classes).mapToObj(c -> "class " + c).toList(),
        entries,
        Collections.nCopies(entries.size(), Collections.nCopies(entries.size(), 0.9)),
        List.of());
  }
}
