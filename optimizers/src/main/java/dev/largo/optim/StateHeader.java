package dev.largo.optim;

import dev.largo.optim.numeric.Check;

/**
 * What belongs to an optimizer's state besides its vectors; the same on every rank.
 *
 * @param version the {@link Optimizer#STATE_VERSION} that it was saved with
 * @param chain the names of the chain's stages: a velocity that holds the rate is of no use to an
 *     optimizer whose velocity does not
 * @param updates updates made, at least 0; skipped steps are none
 * @param lastRate learning rate of the last update, at least 0; 0 before the first
 * @param nonFiniteSteps steps that met a gradient or weights that are not finite, at least 0
 */
public record StateHeader(
    long version, String chain, long updates, double lastRate, long nonFiniteSteps) {
  public StateHeader {
    Check.atLeast(0, "updates", updates);
    Check.notNegative("lastRate", lastRate);
    Check.atLeast(0, "nonFiniteSteps", nonFiniteSteps);
  }
}
