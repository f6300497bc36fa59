package dev.largo.engine.device;

import java.io.Serial;

/** A GPU that cannot be used; the message is one line for the user. */
public final class DeviceException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Without a cause, where the message says everything. */
  public DeviceException(String message) {
    super(message);
  }

  /** With the failure underneath. */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
