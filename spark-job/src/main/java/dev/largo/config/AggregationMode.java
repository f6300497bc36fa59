package dev.largo.config;

/** Where gradients meet. */
public enum AggregationMode {
  /** One barrier stage; each worker owns a slice of the parameters. */
  ALL_REDUCE,
  /** One Spark job a step; the driver owns all parameters. */
  DRIVER,
  /** One barrier stage; networks train apart, and are averaged every few steps. */
  PARAMETER_AVERAGING
}
