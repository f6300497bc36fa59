package dev.largo.collective;

import org.jspecify.annotations.Nullable;

/**
 * An exchange that cannot be completed; the cause is the first rank's failure where it is known.
 */
public final class CollectiveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CollectiveException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
