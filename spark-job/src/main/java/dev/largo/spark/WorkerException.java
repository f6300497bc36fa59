package dev.largo.spark;

import dev.largo.spark.coordination.WorkerFailure;

/** What went wrong first, on a worker; the message is one line for the user. */
public final class WorkerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;

  WorkerException(WorkerFailure failure, Throwable cause) {
    super(failure.toString(), cause);
    type = failure.type();
  }

  /** Simple name of the exception's class over there. */
  public String type() {
    return type;
  }
}
