package dev.largo.train;

import java.io.IOException;

/** Makes the steps of a run, one after the other. */
public interface Stepper extends AutoCloseable {
  /**
   * Makes the step after the last one.
   *
   * @throws DivergedException if a parameter is not finite; or the loss or a gradient, unless such
   *     steps are to be skipped
   */
  StepWork make(long step) throws IOException, InterruptedException;

  /** Of {@code done} steps those that changed nothing. */
  long skipped(long done);

  @Override
  default void close() {}
}
