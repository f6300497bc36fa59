package dev.largo.train;

import dev.largo.optim.schedule.AdaptiveRate;
import dev.largo.optim.schedule.Schedule;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The learning rate of every step of a run: a schedule, whose start may follow the training error
 * and a part of which the validation loss. The same on every rank, since every rank observes the
 * same numbers.
 */
public final class LearningRate {
  private final Schedule schedule;
  private final @Nullable AdaptiveRate gate;
  private final long gateTo;
  private final @Nullable AdaptiveRate adaptive;
  private final long from;
  private final long to;

  private LearningRate(
      Schedule schedule,
      @Nullable AdaptiveRate gate,
      long gateTo,
      @Nullable AdaptiveRate adaptive,
      long from,
      long to) {
    this.schedule = schedule;
    this.gate = gate;
    this.gateTo = gateTo;
    this.adaptive = adaptive;
    this.from = from;
    this.to = to;
  }

  /** A rate that is known in advance. */
  static LearningRate of(Schedule schedule) {
    return new LearningRate(schedule, null, 0, null, 0, 0);
  }

  /** The same, but before step {@code end} a rate that observes the training error. */
  LearningRate gated(AdaptiveRate rate, long end) {
    return new LearningRate(schedule, rate, end, adaptive, from, to);
  }

  /** The same, but between two steps a rate that observes the validation loss. */
  LearningRate adapted(AdaptiveRate rate, long start, long end) {
    return new LearningRate(schedule, gate, gateTo, rate, start, end);
  }

  /**
   * The rate of the update that follows {@code step} others; after all that was observed so far.
   */
  public double rate(long step) {
    if (gate != null && step < gateTo) {
      return gate.rate();
    }
    return adaptive != null && step >= from && step < to ? adaptive.rate() : schedule.rate(step);
  }

  /** Takes in the share of a step's samples that were wrong. */
  void observeError(double error) {
    if (gate != null) {
      gate.observe(error);
    }
  }

  /** Takes in the validation loss after {@code step} updates; one that is NaN is no improvement. */
  void observe(long step, double loss) {
    if (adaptive != null && step >= from) {
      adaptive.observe(Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss);
    }
  }

  /** What was observed; a copy. Empty for a rate that is known in advance. */
  double[] state() {
    double[] first = gate == null ? new double[0] : gate.state();
    double[] second = adaptive == null ? new double[0] : adaptive.state();
    double[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Puts back what {@link #state} gave. */
  void restore(double[] state) {
    int split = gate == null ? 0 : Math.min(state.length, gate.state().length);
    if (gate != null) {
      gate.restore(Arrays.copyOf(state, split));
    }
    if (adaptive != null) {
      adaptive.restore(Arrays.copyOfRange(state, split, state.length));
    }
  }
}
