package dev.largo.optim;

import dev.largo.optim.numeric.Check;
import dev.largo.optim.transform.SlowStart;

/**
 * Slow weights around an optimizer.
 *
 * @param everySteps k, steps from one synchronization to the next, at least 1
 * @param alpha how far the slow weights move toward the fast ones, in (0, 1]
 * @param start where the slow weights begin
 */
public record LookaheadSpec(int everySteps, double alpha, SlowStart start) {
  public LookaheadSpec {
    Check.atLeast(1, "everySteps", everySteps);
    Check.shareFloat("alpha", alpha);
  }

  /** Slow weights that begin at the initial weights, as in the paper. */
  public LookaheadSpec(int everySteps, double alpha) {
    this(everySteps, alpha, SlowStart.INITIAL_WEIGHTS);
  }
}
