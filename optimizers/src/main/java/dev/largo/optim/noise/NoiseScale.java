package dev.largo.optim.noise;

import dev.largo.optim.numeric.Check;

/**
 * The noise scale over a run: numerator and denominator averaged separately, exponentially and
 * without bias, since their ratio in a single step says little (McCandlish et al. 2018, appendix
 * A.1). Not thread-safe.
 */
public final class NoiseScale {
  private final double decay;
  private double gradientSquare;
  private double traceSigma;
  private long count;

  /**
   * Before any estimate.
   *
   * @param decay of both averages, in [0, 1)
   */
  public NoiseScale(double decay) {
    this.decay = Check.fraction("decay", decay);
  }

  /** Takes in a step's estimate. */
  public void add(NoiseEstimate estimate) {
    count++;
    double pull = 1 - decay;
    gradientSquare += pull * (estimate.gradientSquare() - gradientSquare);
    traceSigma += pull * (estimate.traceSigma() - traceSigma);
  }

  /** Estimates taken in. */
  public long count() {
    return count;
  }

  /**
   * The averages.
   *
   * @throws IllegalStateException before the first estimate
   */
  public NoiseEstimate average() {
    if (count == 0) {
      throw new IllegalStateException("an average of no estimates has no value");
    }
    double weight = 1 - StrictMath.pow(decay, (double) count);
    return new NoiseEstimate(gradientSquare / weight, traceSigma / weight);
  }

  /** What is remembered, a copy: both sums and the count. */
  public double[] state() {
    return new double[] {gradientSquare, traceSigma, count};
  }

  /**
   * Puts back what {@link #state} gave.
   *
   * @throws IllegalArgumentException if the length is not 3, or a value cannot have been saved;
   *     nothing is changed then
   */
  public void restore(double[] state) {
    if (state.length != 3) {
      throw new IllegalArgumentException(
          "noise scale state has " + state.length + " values, not 3");
    }
    double savedSquare = Check.finite("noise scale state: gradientSquare", state[0]);
    double savedTrace = Check.finite("noise scale state: traceSigma", state[1]);
    count = Check.count("noise scale state: count", state[2]);
    gradientSquare = savedSquare;
    traceSigma = savedTrace;
  }
}
