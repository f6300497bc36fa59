package dev.largo.config;

/**
 * The steps before the decay.
 *
 * @param epochs its length; 0: none
 * @param from rate at its start
 * @param error share of a global batch, below which a wait for the training error ends
 */
public record WarmupConfig(Kind kind, double epochs, double from, double error) {
  /** How the rate comes to its peak. */
  public enum Kind {
    /** Linearly, by the same amount at every step (Goyal et al. 2017, section 2.2). */
    GRADUAL,
    /** In one jump at the end. */
    CONSTANT,
    /** In one jump, as soon as the training error is small enough (He et al. 2016, section 4.2). */
    UNTIL_ERROR
  }
}
