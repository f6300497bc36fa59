package dev.largo.optim.transform;

/** Which norms of a layer a stage reads: they decide where a pass over the vector has to end. */
public enum Norms {
  /** None. */
  NONE,
  /** Those of the raw gradient and of the weights before the step. */
  RAW,
  /** Also that of the update as it stands at this point of the chain. */
  UPDATE
}
