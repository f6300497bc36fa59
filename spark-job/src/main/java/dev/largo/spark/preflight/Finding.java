package dev.largo.spark.preflight;

/**
 * A setting that does not suit a run.
 *
 * @param fatal whether the run could not succeed with it
 * @param text one line: what is set, what is wrong, what would be right
 */
public record Finding(boolean fatal, String text) {
  static Finding fatal(String text) {
    return new Finding(true, text);
  }

  static Finding doubtful(String text) {
    return new Finding(false, text);
  }
}
