package dev.largo.report;

/**
 * How long a run is.
 *
 * @param epochs passes over the training set, at least 1
 * @param steps optimizer steps of the whole run, at least 1
 * @param done steps that were done before, where the run is resumed; 0 otherwise
 */
public record RunLength(int epochs, long steps, long done) {
  public RunLength {
    if (epochs < 1 || steps < 1 || done < 0 || done > steps) {
      throw new IllegalArgumentException(
          "epochs and steps must be at least 1, done between 0 and steps: "
              + ("epochs=" + epochs + ", steps=" + steps + ", done=" + done));
    }
  }
}
