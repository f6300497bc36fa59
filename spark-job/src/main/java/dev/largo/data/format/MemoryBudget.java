package dev.largo.data.format;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory that the pixel caches of one JVM share, however many sources are open in it: workers in
 * one JVM must not each take a quarter of the heap.
 */
final class MemoryBudget {
  private static final long MOST_BYTES = 1L << 30;
  private static final MemoryBudget SHARED =
      new MemoryBudget(Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 4));

  private final AtomicLong left;

  MemoryBudget(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /** The budget of this JVM: a quarter of the heap, 1 GiB at most. */
  static MemoryBudget shared() {
    return SHARED;
  }

  /** Takes bytes out of the budget if they are there. */
  boolean reserve(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  void release(long bytes) {
    left.addAndGet(bytes);
  }

  long left() {
    return left.get();
  }
}
