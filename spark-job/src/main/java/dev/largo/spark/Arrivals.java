package dev.largo.spark;

import java.time.Duration;

/**
 * Tells when a cluster has given what it has to give. Executors that were asked for together come
 * one after the other, the further apart the slower the machines are; how long the last one has
 * taken is the measure of how long the next one may take.
 */
final class Arrivals {
  /** Least time without an arrival. */
  private static final Duration LEAST = Duration.ofSeconds(3);

  /** Longest: of executors that were queued for minutes nobody knows when the next one comes. */
  private static final Duration MOST = Duration.ofSeconds(30);

  private final long start;
  private long last;
  private int slots;

  /** Arrivals at a cluster that was asked at {@code start}, in nanoseconds of a clock. */
  Arrivals(long start) {
    this.start = start;
  }

  /**
   * Whether no more are to be expected.
   *
   * @param present task slots there are
   * @param now nanoseconds of the same clock
   */
  boolean haveCeased(int present, long now) {
    if (present > slots) {
      last = now;
    }
    slots = present;
    long quiet = Math.min(MOST.toNanos(), Math.max(LEAST.toNanos(), last - start));
    return present > 0 && now - last >= quiet;
  }
}
