package dev.largo.compare;

import dev.largo.train.EvaluationRecord;

/**
 * Weights, or an ensemble of several, that take part in a comparison.
 *
 * @param run name of the run that they come from; of several, those names with commas between
 * @param weights as in {@code evaluations.jsonl}: {@code checkpoint}, {@code swa} ...; or {@code
 *     window-K}, the mean of K checkpoints; or {@code ensemble-...}, of what the name goes on with
 * @param step the last step that they know of
 */
public record Candidate(String run, String weights, long step) {
  /** Weights as a step left them. */
  public static final String CHECKPOINT = EvaluationRecord.CHECKPOINT;

  /** Whether these are weights as a step left them. */
  public boolean isCheckpoint() {
    return weights.equals(CHECKPOINT);
  }
}
