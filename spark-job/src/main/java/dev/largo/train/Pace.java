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
  private final StopVote vote;
  private final long every;

  Pace(TrainingPlan plan, SwapConfig swap, Collective collective, BooleanSupplier stopRequested) {
    vote = new StopVote(collective, stopRequested);
    every = Math.max(1, plan.config().batch().global() / collective.worldSize() / swap.batch());
  }

  /** Whether all ranks go on to this step of their replicas; every rank asks before each. */
  boolean allowsStep(long step) {
    return (step - 1) % every != 0 || !vote.isForStop();
  }
}
