package dev.largo.spark.program;

/** A training that cannot begin, or did not come to its end; the message is one line. */
public final class TrainingFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure without another one behind it. */
  public TrainingFailedException(String message) {
    super(message);
  }

  /** A failure that another one brought about. */
  public TrainingFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
