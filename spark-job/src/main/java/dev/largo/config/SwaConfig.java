package dev.largo.config;

/**
 * Stochastic weight averaging (Izmailov et al. 2018).
 *
 * @param startEpoch epochs trained before the averaging phase; the first sample comes one interval
 *     into it
 * @param every interval between two samples of the average
 * @param rate what the learning rate does from {@code startEpoch} on
 * @param lr the constant rate, or the cycle's lower end; used as it is, without scaling
 * @param maxLr the cycle's upper end; unused where the rate is constant
 * @param batchNormSamples training samples that batch-norm statistics are recomputed over; 0: all
 */
public record SwaConfig(
    double startEpoch, Every every, Rate rate, double lr, double maxLr, int batchNormSamples) {
  /** The learning rate's course while the average is taken. */
  public enum Rate {
    /** As the schedule has it. */
    SCHEDULE,
    CONSTANT,
    /** Falls linearly from {@code maxLr} to {@code lr} in each interval (paper, section 3.2). */
    CYCLICAL
  }
}
