package dev.largo.train;

import dev.largo.optim.schedule.AdaptiveRate;
import dev.largo.optim.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * The learning rate of every step of a run: a schedule, part of which may follow the validation
 * loss. The same on every rank, since every rank observes the same evaluations.
 */
public final class LearningRate {
  private final Schedule schedule;
  private final @Nullable AdaptiveRate adaptive;
  private final long from;
  private final long to;

  private LearningRate(Schedule schedule, @Nullable AdaptiveRate adaptive, long from, long to) {
    this.schedule = schedule;
    this.adaptive = adaptive;
    this.from = from;
    this.to = to;
  }

  /** A rate that is known in advance. */
  static LearningRate of(Schedule schedule) {
    return new LearningRate(schedule, null, 0, 0);
  }

  /** A schedule, but between steps {@code from} and {@code to} a rate that observes. */
  static LearningRate of(Schedule schedule, AdaptiveRate adaptive, long from, long to) {
    return new LearningRate(schedule, adaptive, from, to);
  }

  /**
   * The rate of the update that follows {@code step} others; after all that was observed so far.
   */
  public double rate(long step) {
    return adaptive != null && step >= from && step < to ? adaptive.rate() : schedule.rate(step);
  }

  /** Takes in the validation loss after {@code step} updates; one that is NaN is no improvement. */
  void observe(long step, double loss) {
    if (adaptive != null && step >= from) {
      adaptive.observe(Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss);
    }
  }

  /** What was observed; a copy. Empty for a rate that is known in advance. */
  double[] state() {
    return adaptive == null ? new double[0] : adaptive.state();
  }

  /** Puts back what {@link #state} gave. */
  void restore(double[] state) {
    if (adaptive != null) {
      adaptive.restore(state);
    }
  }
}
