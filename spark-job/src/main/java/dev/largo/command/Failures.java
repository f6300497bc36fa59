package dev.largo.command;

import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the user what went wrong: one line, and for a defect of Largo's own the stack in the log.
 */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static void report(Throwable failure, PrintWriter err) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    message.lines().forEach(line -> err.println("largo: " + line));
    err.flush();
    if (ExitStatus.of(failure) == ExitStatus.FAILED) {
      LOG.debug("the command failed", failure);
    }
  }
}
