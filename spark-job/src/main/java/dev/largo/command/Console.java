package dev.largo.command;

import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err progress and messages
 */
record Console(PrintStream out, PrintStream err) {
  /** One line to the user, about the work and not part of its result. */
  void say(String message) {
    err.println("largo: " + message);
  }
}
