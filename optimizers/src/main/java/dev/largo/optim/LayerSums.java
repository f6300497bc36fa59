package dev.largo.optim;

/**
 * The one thing a sliced optimizer needs of its surroundings: every slice's partial sums.
 *
 * <p>Every rank calls it the same number of times in a step, in the same order. The number depends
 * on the chain and on {@link StepContext.Detail} alone, not on data or on the slice's length.
 */
@FunctionalInterface
public interface LayerSums {
  /** For a single slice that is the whole vector. */
  LayerSums LOCAL = own -> own;

  /**
   * Gathers the arrays of all slices.
   *
   * @param ownPieceSums of this slice; empty for an empty slice; not changed
   * @return those of all slices, one behind the other in rank order
   */
  double[] gather(double[] ownPieceSums);
}
