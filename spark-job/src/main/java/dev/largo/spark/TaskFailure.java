package dev.largo.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.SparkException;

/** Finds what really went wrong under Spark's own exceptions. */
public final class TaskFailure {
  private TaskFailure() {}

  /**
   * The innermost cause that is not Spark's.
   *
   * @return it, where it is unchecked
   * @throws IOException it, where it is that
   */
  public static RuntimeException unwrap(Throwable failure) throws IOException {
    if (failure instanceof InterruptedException) {
      // Of this thread's own wait, which Scala does not announce.
      Thread.currentThread().interrupt();
    }
    Throwable cause = cause(failure);
    if (cause instanceof IOException io) {
      throw io;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(String.valueOf(cause.getMessage()), cause);
  }

  /** The same, not thrown. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof SparkException || cause instanceof UncheckedIOException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
