package dev.largo.study.scaling;

import dev.largo.train.StepRecord;
import org.jspecify.annotations.Nullable;

/**
 * A number of workers on a curve: what was measured with it, and what the model says.
 *
 * @param globalBatch samples of a step
 * @param measured where its time went, the mean over the seeds; null: not measured
 * @param oversubscribed whether that was with workers that shared cores
 * @param predicted where its time would go; null: there is no model
 */
public record ScalingRow(
    int workers,
    int globalBatch,
    StepRecord.@Nullable Seconds measured,
    boolean oversubscribed,
    StepRecord.@Nullable Seconds predicted) {
  /** Images/s as measured; NaN: not measured. */
  public double measuredSpeed() {
    return speed(measured);
  }

  /** Images/s as predicted; NaN: there is no model. */
  public double predictedSpeed() {
    return speed(predicted);
  }

  /** By how much the predicted step takes longer than the measured one, as a share of that. */
  public double error() {
    return measuredSpeed() / predictedSpeed() - 1;
  }

  private double speed(StepRecord.@Nullable Seconds seconds) {
    return seconds == null ? Double.NaN : globalBatch / seconds.total();
  }
}
