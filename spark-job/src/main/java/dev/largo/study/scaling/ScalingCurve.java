package dev.largo.study.scaling;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Speed against workers, for a figure or a table: what was measured, and what is predicted for it
 * and for more workers.
 *
 * @param kind how the batch goes with the workers
 * @param batch global batch of strong, samples a worker of weak scaling
 * @param rows by number of workers, at least one
 */
public record ScalingCurve(Kind kind, int batch, List<ScalingRow> rows) {
  public ScalingCurve {
    rows = List.copyOf(rows);
  }

  /** How the batch goes with the workers. */
  public enum Kind {
    /** The same global batch for all numbers of workers. */
    @JsonProperty("strong")
    STRONG,
    /** The same number of samples for each worker. */
    @JsonProperty("weak")
    WEAK;

    int globalBatch(int batch, int workers) {
      return this == STRONG ? batch : Math.multiplyExact(batch, workers);
    }
  }

  /**
   * Images/s of a worker as measured, by those of the curve's first measured row; NaN where it was
   * not.
   */
  public double measuredEfficiency(ScalingRow row) {
    return efficiency(row, ScalingRow::measuredSpeed);
  }

  /** The same of the predictions, by the first row. */
  public double predictedEfficiency(ScalingRow row) {
    return efficiency(row, ScalingRow::predictedSpeed);
  }

  private double efficiency(ScalingRow row, ToDoubleFunction<ScalingRow> speed) {
    return rows.stream()
        .map(r -> speed.applyAsDouble(r) / r.workers())
        .filter(Double::isFinite)
        .findFirst()
        .map(first -> speed.applyAsDouble(row) / row.workers() / Objects.requireNonNull(first))
        .orElse(Double.NaN);
  }
}
