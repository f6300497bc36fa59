package dev.largo.train;

import dev.largo.collective.Collective;
import dev.largo.config.SwapConfig;
import java.util.function.BooleanSupplier;

/**
 * Keeps ranks that train apart within sight of each other. They meet as often as they did before,
 * by samples: a rank that is lost is missed as soon, one that waits does so no longer than an
 * exchange may take, and all stop at the same step. Nothing but the wish to stop is exchanged.
 */
final class Pace {
  private final Collective collective;
  private final BooleanSupplier stopRequested;
  private final long every;

  Pace(TrainingPlan plan, SwapConfig swap, Collective collective, BooleanSupplier stopRequested) {
    this.collective = collective;
    this.stopRequested = stopRequested;
    every = Math.max(1, plan.config().batch().global() / collective.worldSize() / swap.batch());
  }

  /** Whether all ranks go on to this step of their replicas; every rank asks before each. */
  boolean allowsStep(long step) {
    if ((step - 1) % every != 0) {
      return true;
    }
    for (double stop : collective.allGather(new double[] {stopRequested.getAsBoolean() ? 1 : 0})) {
      if (stop != 0) {
        return false;
      }
    }
    return true;
  }
}
