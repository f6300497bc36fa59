package dev.largo.config;

/**
 * The steps before the decay.
 *
 * @param epochs its length; 0: none
 * @param from rate at its start
 */
public record WarmupConfig(Kind kind, double epochs, double from) {
  /** How the rate comes to its peak. */
  public enum Kind {
    /** Linearly, by the same amount at every step (Goyal et al. 2017, section 2.2). */
    GRADUAL,
    /** In one jump at the end. */
    CONSTANT
  }
}
