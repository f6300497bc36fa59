package dev.largo.optim.transform;

/** What RAdam does in its first steps, where {@link Rectification} does not apply yet. */
public enum Unrectified {
  /** The bias-corrected first moment is the update, as in the paper. */
  MOMENTUM,
  /** Only the moments are kept, no weight moves: the default of the authors' code. */
  NOTHING
}
