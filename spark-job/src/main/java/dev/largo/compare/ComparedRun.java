package dev.largo.compare;

import dev.largo.train.EvaluationRecord;
import java.util.List;

/**
 * A run that candidates come from.
 *
 * @param name what it is called in the comparison
 * @param directory URI of its directory
 * @param evaluations made while it trained
 */
public record ComparedRun(
    String name, String directory, long seed, List<EvaluationRecord> evaluations) {
  public ComparedRun {
    evaluations = List.copyOf(evaluations);
  }
}
