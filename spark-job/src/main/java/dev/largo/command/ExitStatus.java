package dev.largo.command;

import dev.largo.config.ConfigException;
import dev.largo.data.DataException;
import dev.largo.engine.device.DeviceException;
import dev.largo.model.ModelException;

/** Exit statuses of every command. */
final class ExitStatus {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_REQUEST = 2;
  static final int INTERRUPTED = 130;

  private ExitStatus() {}

  /** The status for a command that ended with an exception. */
  static int of(Throwable failure) {
    return failure instanceof RequestException
            || failure instanceof ConfigException
            || failure instanceof DataException
            || failure instanceof ModelException
            || failure instanceof DeviceException
        ? WRONG_REQUEST
        : FAILED;
  }
}
