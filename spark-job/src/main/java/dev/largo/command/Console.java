package dev.largo.command;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err progress and messages
 * @param terminal whether {@code err} is a terminal, on which a progress bar can be drawn
 * @param about which of several pieces of work messages are about; null: there is but one
 */
public record Console(PrintStream out, PrintStream err, boolean terminal, @Nullable String about) {
  /** A console of one piece of work. */
  public Console(PrintStream out, PrintStream err, boolean terminal) {
    this(out, err, terminal, null);
  }

  /** The same for one of several pieces of work at once: its messages name it. */
  Console about(String work) {
    return new Console(out, err, terminal, work);
  }

  /** One line to the user, about the work and not part of its result. */
  void say(String message) {
    err.println("largo: " + (about == null ? "" : about + ": ") + message);
  }
}
