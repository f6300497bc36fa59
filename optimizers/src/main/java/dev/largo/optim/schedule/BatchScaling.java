package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/** How the learning rate grows with the global batch. */
public enum BatchScaling {
  /** In proportion to it (Goyal et al. 2017). */
  LINEAR {
    @Override
    double of(double batches) {
      return batches;
    }
  },
  /** As its square root (Krizhevsky 2014; Hoffer et al. 2017). */
  SQRT {
    @Override
    double of(double batches) {
      return Math.sqrt(batches);
    }
  },
  /** Not at all. */
  NONE {
    @Override
    double of(double batches) {
      return 1;
    }
  };

  /**
   * What the base rate is multiplied by.
   *
   * @param globalBatch samples in an update, at least 1
   * @param baseBatch the global batch that the base rate was found for, at least 1
   */
  public double factor(int globalBatch, int baseBatch) {
    Check.atLeast(1, "globalBatch", globalBatch);
    Check.atLeast(1, "baseBatch", baseBatch);
    return of((double) globalBatch / baseBatch);
  }

  abstract double of(double batches);
}
