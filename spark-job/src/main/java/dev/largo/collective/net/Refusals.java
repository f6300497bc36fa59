package dev.largo.collective.net;

import java.util.concurrent.atomic.AtomicLong;

/** Counts connections that were closed for what came over them. */
public final class Refusals {
  private final AtomicLong count = new AtomicLong();

  void add() {
    count.incrementAndGet();
  }

  /** Connections closed so far. */
  public long count() {
    return count.get();
  }
}
