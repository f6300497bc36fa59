package dev.largo.config;

/**
 * An interval, written {@code "1 epoch"}, {@code "0.5 epochs"} or {@code "100 steps"}.
 *
 * @param count above 0; whole where the unit is steps
 */
public record Every(double count, Unit unit) {
  /** What is counted. */
  public enum Unit {
    STEPS,
    EPOCHS
  }

  /** The interval in optimizer steps, at least 1. */
  public long steps(long stepsPerEpoch) {
    return switch (unit) {
      case STEPS -> (long) count;
      case EPOCHS -> Math.max(1, Math.round(count * stepsPerEpoch));
    };
  }
}
