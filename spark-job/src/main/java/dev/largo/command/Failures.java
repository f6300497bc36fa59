package dev.largo.command;

import dev.largo.config.ConfigException;
import java.nio.file.FileSystemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the user what went wrong, without a stack trace; the log has it at level DEBUG. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** Tells it in one line, or one a problem of a configuration. */
  static void report(Throwable failure, Console console) {
    if (failure instanceof ConfigException several) {
      several.problems().forEach(console::say);
    } else {
      console.say(line(failure));
    }
    LOG.debug("the command failed", failure);
  }

  /** The failure in one line. */
  static String line(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "out of memory ("
          + failure.getMessage()
          + "); give more with LARGO_MEMORY=8g, on a cluster --driver-memory or --executor-memory,"
          + " or lower batch.micro";
    }
    String message = failure.getMessage();
    String name = failure.getClass().getSimpleName();
    String told = message == null ? name : message;
    // These say no more than a path.
    if (failure instanceof FileSystemException || failure instanceof Error) {
      told = name + ": " + told;
    }
    return told.lines().filter(line -> !line.isBlank()).findFirst().orElse(name);
  }
}
