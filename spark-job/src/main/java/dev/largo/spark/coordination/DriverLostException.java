package dev.largo.spark.coordination;

import java.io.IOException;

/** The driver is gone, or does not want this rank any more. */
public final class DriverLostException extends IOException {
  private static final long serialVersionUID = 1L;

  DriverLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
