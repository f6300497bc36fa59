package dev.largo.optim.layout;

/** What a segment of the parameter vector is to the network. */
public enum Role {
  WEIGHT,
  BIAS,
  NORM_SCALE,
  NORM_SHIFT,
  /**
   * Batch-norm running mean or variance: averaged, never optimized, decayed or counted in a norm.
   */
  RUNNING_STATISTIC
}
