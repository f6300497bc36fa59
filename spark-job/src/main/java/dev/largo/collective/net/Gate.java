package dev.largo.collective.net;

import dev.largo.collective.CollectiveException;
import dev.largo.collective.PeerFailedException;
import dev.largo.collective.PeerLostException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The lock of a process' exchanges; every wait on it ends with a failure or the time-out. */
final class Gate {
  private final Duration timeout;
  private final Consumer<Throwable> onFailure;
  private volatile @Nullable Throwable failure;

  /** {@code onFailure} learns of the first failure, under the lock. */
  Gate(Duration timeout, Consumer<Throwable> onFailure) {
    this.timeout = timeout;
    this.onFailure = onFailure;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  /** The end of a wait that begins now. */
  long deadline() {
    return System.nanoTime() + timeout.toNanos();
  }

  /** Keeps the first failure and ends all waits. */
  synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
      onFailure.accept(cause);
    }
    notifyAll();
  }

  /** Waits for a condition, which is asked under the lock. */
  synchronized void await(
      Object where, BooleanSupplier done, Supplier<? extends CollectiveException> late) {
    long deadline = deadline();
    while (!done.getAsBoolean()) {
      check(where, deadline, late);
      try {
        wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends a wait that is of no use any more. */
  synchronized void check(
      Object where, long deadline, Supplier<? extends CollectiveException> late) {
    requireAlive(where);
    if (Thread.currentThread().isInterrupted()) {
      fail(
          new CollectiveException(where + "interrupted while waiting", new InterruptedException()));
    } else if (System.nanoTime() > deadline) {
      fail(late.get());
    }
    requireAlive(where);
  }

  /** Throws the first failure, as seen from where it is met. */
  void requireAlive(Object where) {
    Throwable cause = failure;
    if (cause instanceof PeerLostException lost) {
      throw new PeerLostException(where + line(cause), lost.peer(), cause);
    } else if (cause instanceof PeerFailedException failed) {
      throw new PeerFailedException(where + line(cause), failed.peer(), cause);
    } else if (cause != null) {
      throw new CollectiveException(where + line(cause), cause);
    }
  }

  /** A cause in one line. */
  static String line(Throwable cause) {
    String message = cause.getMessage();
    if (message == null) {
      return cause.getClass().getSimpleName();
    }
    String first = message.lines().findFirst().orElse("");
    return cause instanceof CollectiveException
        ? first
        : cause.getClass().getSimpleName() + ": " + first;
  }
}
