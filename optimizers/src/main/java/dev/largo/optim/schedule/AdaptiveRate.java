package dev.largo.optim.schedule;

/**
 * A rate that follows what training observes. What it has seen is a few numbers, to be saved with a
 * checkpoint: after {@link #restore} it goes on as if never interrupted. Not thread-safe.
 *
 * <pre>{@code
 * AdaptiveRate rate = AdaptiveRate.onPlateau(new PlateauSpec(0.1, 0.5, 3, 1e-4, 0, 0));
 * rate.observe(validationLoss);
 * optimizer.step(parameters, gradient, new StepContext(rate.rate(), detail), sums);
 * }</pre>
 */
public interface AdaptiveRate {
  /** The rate of the next update: finite, at least 0. */
  double rate();

  /**
   * Takes in a new observation; which one, an implementation says.
   *
   * @throws IllegalArgumentException if it is NaN
   */
  void observe(double value);

  /** What is remembered; a copy. */
  double[] state();

  /**
   * Puts back what {@link #state} gave.
   *
   * @throws IllegalArgumentException if the length is wrong, or a value cannot have been saved;
   *     nothing is changed then
   */
  void restore(double[] state);

  /** One readable line. */
  String describe();

  /** Is multiplied by a factor whenever the observed loss stalls. */
  static AdaptiveRate onPlateau(PlateauSpec spec) {
    return new PlateauDecay(spec);
  }

  /**
   * {@code low} until a training error below {@code bound} has been observed, then {@code high} for
   * good: the warm-up of ResNet-110 (He et al. 2016, arXiv 1512.03385, section 4.2, with 0.01, 0.1
   * and 0.8).
   */
  static AdaptiveRate untilErrorBelow(double bound, double low, double high) {
    return new ErrorGatedWarmup(bound, low, high);
  }
}
