package dev.largo.collective;

import org.jspecify.annotations.Nullable;

/**
 * An exchange that cannot be completed; the cause is the first rank's failure where it is known.
 * Subclasses tell a lost peer from one that reported why it stopped.
 */
public class CollectiveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CollectiveException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
