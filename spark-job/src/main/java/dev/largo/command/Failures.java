package dev.largo.command;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the user what went wrong, without a stack trace; the log has it at level DEBUG. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static void report(Throwable failure, Console console) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    message.lines().forEach(console::say);
    LOG.debug("the command failed", failure);
  }
}
