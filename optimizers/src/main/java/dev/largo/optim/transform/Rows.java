package dev.largo.optim.transform;

/** What a stage reads of a segment's units; anything but nothing costs a pass of its own. */
public enum Rows {
  /** Nothing. */
  NONE,
  /** The mean of the update over each unit: {@link StageContext#rowMeans}. */
  MEANS,
  /**
   * The norms of the update and of the weights before the step over each unit: {@link
   * StageContext#rowUpdateNorms} and {@link StageContext#rowWeightNorms}.
   */
  NORMS
}
