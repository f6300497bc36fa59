package dev.largo.train;

/**
 * One pass over the validation set: a line of {@code evaluations.jsonl}.
 *
 * @param weights {@code checkpoint} or the name of an average, such as {@code swa}
 * @param top1 share of samples whose most likely class is right, in [0, 1]
 * @param top5 share of samples whose class is among the five most likely
 * @param loss mean cross-entropy in nats
 */
public record EvaluationRecord(
    long step, double epoch, String weights, double top1, double top5, double loss, long samples) {
  /** Weights as training has them, not averaged. */
  public static final String CHECKPOINT = "checkpoint";
}
