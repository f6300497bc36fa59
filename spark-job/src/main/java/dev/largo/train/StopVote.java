package dev.largo.train;

import dev.largo.collective.Collective;
import java.util.function.BooleanSupplier;

/** Has all ranks learn alike whether one of them wishes to stop. */
final class StopVote {
  private final Collective collective;
  private final BooleanSupplier stopRequested;

  StopVote(Collective collective, BooleanSupplier stopRequested) {
    this.collective = collective;
    this.stopRequested = stopRequested;
  }

  /** Whether any rank does; every rank makes the call. */
  boolean isForStop() {
    for (double stop : collective.allGather(new double[] {stopRequested.getAsBoolean() ? 1 : 0})) {
      if (stop != 0) {
        return true;
      }
    }
    return false;
  }
}
