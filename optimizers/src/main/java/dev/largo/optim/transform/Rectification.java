package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;

/**
 * When RAdam trusts its second moment, and how far: Liu et al. 2020 (arXiv 1908.03265), algorithm
 * 2.
 *
 * <p>rho(t) = rho_inf - 2 t b2^t / (1 - b2^t) with rho_inf = 2 / (1 - b2) - 1 is the length of the
 * simple moving average that the moment amounts to. Above the threshold the step is multiplied by
 * r(t) = sqrt((rho - 4) (rho - 2) rho_inf / ((rho_inf - 4) (rho_inf - 2) rho)).
 *
 * @param beta2 decay rate of the second moment, in [0, 1)
 * @param threshold 4 in the paper, 5 in public implementations; at least 4, where r begins at 0
 */
public record Rectification(double beta2, double threshold) {
  /** The paper's: the variance of the adaptive rate is finite above it. */
  public static final double PAPER_THRESHOLD = 4;

  /** That of the authors' code, PyTorch and Ranger. */
  public static final double PUBLIC_THRESHOLD = 5;

  public Rectification {
    Check.fractionFloat("beta2", beta2);
    if (!(threshold >= PAPER_THRESHOLD && Double.isFinite(threshold))) {
      throw new IllegalArgumentException("threshold must be at least 4: " + threshold);
    }
  }

  /** Whether the second moment is used at a step, counted from 1. */
  public boolean appliesAt(long step) {
    return length(step) > threshold;
  }

  /** r at a step where the rectification applies. */
  double factor(long step) {
    double limit = limit();
    double rho = length(step);
    return Math.sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho));
  }

  private double limit() {
    return 2 / (1 - beta2) - 1;
  }

  /** rho at a step. */
  double length(long step) {
    double power = StrictMath.pow(beta2, (double) step);
    return limit() - 2 * step * power / (1 - power);
  }
}
