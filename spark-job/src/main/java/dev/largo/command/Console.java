package dev.largo.command;

import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err progress and messages
 * @param terminal whether {@code err} is a terminal, on which a progress bar can be drawn
 */
public record Console(PrintStream out, PrintStream err, boolean terminal) {
  /** One line to the user, about the work and not part of its result. */
  void say(String message) {
    err.println("largo: " + message);
  }
}
