package dev.largo.command;

import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM while a run is under way: the first asks it to stop after the step at hand,
 * with a checkpoint; the second ends the process at once.
 */
final class StopSignal implements AutoCloseable {
  private final AtomicInteger seen = new AtomicInteger();
  private final @Nullable Object interrupt;
  private final @Nullable Object terminate;

  /**
   * Listens until it is closed.
   *
   * @param onFirst called once, in the signal's thread
   */
  StopSignal(Runnable onFirst) {
    Runnable handler =
        () -> {
          if (seen.incrementAndGet() == 1) {
            onFirst.run();
          } else {
            Runtime.getRuntime().halt(ExitStatus.INTERRUPTED);
          }
        };
    interrupt = Signals.register("INT", handler);
    terminate = Signals.register("TERM", handler);
  }

  boolean requested() {
    return seen.get() > 0;
  }

  @Override
  public void close() {
    Signals.unregister("INT", interrupt);
    Signals.unregister("TERM", terminate);
  }
}
