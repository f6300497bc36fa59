package dev.largo.optim.transform;

/** Where Lookahead's slow weights begin. */
public enum SlowStart {
  /** At the initial weights, as in the paper. */
  INITIAL_WEIGHTS,
  /**
   * At the fast weights of the first synchronization, which thereby changes nothing: so do some
   * public wrappers.
   */
  FIRST_SYNCHRONIZATION
}
