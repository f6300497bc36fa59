package dev.largo.command;

import dev.largo.compare.ComparisonException;
import dev.largo.config.ConfigException;
import dev.largo.data.DataException;
import dev.largo.engine.device.DeviceException;
import dev.largo.model.ModelException;
import dev.largo.spark.WorkerException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Exit statuses of every command. */
final class ExitStatus {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_REQUEST = 2;
  static final int INTERRUPTED = 130;

  /** What is wrong with a request, wherever it is noticed: on a worker only the name is left. */
  private static final Set<String> REQUESTS =
      Stream.of(
              RequestException.class,
              NoExecutorException.class,
              ConfigException.class,
              DataException.class,
              ComparisonException.class,
              ModelException.class,
              DeviceException.class)
          .map(Class::getSimpleName)
          .collect(Collectors.toUnmodifiableSet());

  private ExitStatus() {}

  /** The status for a command that ended with an exception. */
  static int of(Throwable failure) {
    return REQUESTS.contains(type(failure)) ? WRONG_REQUEST : FAILED;
  }

  /** Simple name of the exception's class, on a worker where it was one. */
  static String type(Throwable failure) {
    return failure instanceof WorkerException worker
        ? worker.type()
        : failure.getClass().getSimpleName();
  }
}
