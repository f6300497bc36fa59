package dev.largo.spark;

import org.jspecify.annotations.Nullable;

/** An attempt that failed with a worker, a connection or an executor; another one may succeed. */
final class WorkersLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A loss.
   *
   * @param message the first cause, in one line
   */
  WorkersLostException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
