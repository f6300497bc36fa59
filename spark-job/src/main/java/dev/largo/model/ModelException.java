package dev.largo.model;

import java.io.Serial;

/** A network that cannot be used; the message is one line for the user. */
public final class ModelException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Without a cause, where the message says everything. */
  public ModelException(String message) {
    super(message);
  }

  /** With the failure underneath. */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
