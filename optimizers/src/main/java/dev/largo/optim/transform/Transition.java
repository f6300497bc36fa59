package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;

/**
 * Akiba, Suzuki and Fukuda's transition from RMSProp to momentum SGD (2017, arXiv 1711.04325): the
 * share alpha_SGD of plain gradient in the update, over the steps t done so far.
 *
 * <p>alpha_SGD = exp(2 (t - c) / p) / 2 for t below c, linear from 1/2 until it ends, then 1.
 *
 * @param centerSteps c, where the share is one half, at least 0; the paper's 10 epochs
 * @param periodSteps p, above 0; the paper's 5 epochs
 * @param slope of the linear part
 */
public record Transition(double centerSteps, double periodSteps, Slope slope) {
  /** The linear part begins at c with share 1/2 and ends at c + p/2. */
  public enum Slope {
    /** 1/2 + (t - c) / p: continuous in value and slope; meant, it seems, by the paper. */
    CONTINUOUS(1),
    /**
     * 1/2 + 2 (t - c) / p, as printed and coded: exceeds 1 from c + p/4 on, up to 3/2, so that the
     * share of RMSProp is negative there.
     */
    PRINTED(2);

    private final double factor;

    Slope(double factor) {
      this.factor = factor;
    }
  }

  public Transition {
    Check.notNegative("centerSteps", centerSteps);
    Check.positive("periodSteps", periodSteps);
  }

  /** alpha_SGD at a step, counted from 1. */
  public double shareOfSgd(long step) {
    double sinceCenter = (step - 1 - centerSteps) / periodSteps;
    if (sinceCenter < 0) {
      return StrictMath.exp(2 * sinceCenter) / 2;
    }
    return sinceCenter < 0.5 ? 0.5 + slope.factor * sinceCenter : 1;
  }
}
