package dev.largo.optim.average;

import dev.largo.optim.numeric.Check;

/**
 * How far the n-th snapshot pulls an average towards itself: average += weight(n) (snapshot -
 * average).
 */
@FunctionalInterface
public interface SnapshotWeight {
  /**
   * The weight of the n-th snapshot.
   *
   * @param n from 1
   * @return in [0, 1]; 1 for the first
   */
  double of(long n);

  /** 1/n: every snapshot counts alike (SWA; Izmailov et al. 2018, algorithm 1). */
  static SnapshotWeight equal() {
    return n -> 1.0 / n;
  }

  /**
   * Exponential, started at zero and corrected for it: (1 - d) / (1 - d^n) (Kingma and Ba 2015,
   * section 3, for the weights).
   *
   * @param decay d, in [0, 1)
   */
  static SnapshotWeight exponential(double decay) {
    Check.fraction("decay", decay);
    return n -> decay == 0 ? 1 : (1 - decay) / -StrictMath.expm1(n * StrictMath.log(decay));
  }

  /**
   * Exponential, started at the first snapshot: 1 - d from the second on.
   *
   * @param decay d, in [0, 1)
   */
  static SnapshotWeight exponentialFromFirst(double decay) {
    Check.fraction("decay", decay);
    return n -> n == 1 ? 1 : 1 - decay;
  }

  /**
   * As {@link #exponentialFromFirst}, with a decay that rises to d: min(d, n / (9 + n)), as
   * TensorFlow's {@code num_updates} has it.
   *
   * @param decay d, in [0, 1)
   */
  static SnapshotWeight exponentialRampUp(double decay) {
    Check.fraction("decay", decay);
    return n -> n == 1 ? 1 : 1 - Math.min(decay, n / (9.0 + n));
  }
}
