package dev.largo.config;

/**
 * What happens to samples that cannot be read.
 *
 * @param most how many different ones a run goes on without; 0: the first one fails it
 */
public record BadSamples(int most) {
  /** The first one fails the run. */
  public static final BadSamples FAIL = new BadSamples(0);
}
