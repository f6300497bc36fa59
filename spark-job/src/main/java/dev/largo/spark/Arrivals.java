package dev.largo.spark;

import java.time.Duration;

/**
 * Tells when a cluster has given what it has to give. Executors that were asked for together come
 * one after the other, the further apart the slower the machines are; how long the last one has
 * taken is the measure of how long the next one may take.
 */
final class Arrivals {
  /** Least time without an arrival. */
  static final Duration LEAST = Duration.ofSeconds(3);

  private final long start;
  private long last;
  private int slots;

  /**
   * @param start when the cluster was asked, in nanoseconds of a clock
   */
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
    if (present != slots) {
      slots = present;
      last = now;
    }
    return present > 0 && now - last >= Math.max(LEAST.toNanos(), last - start);
  }
}
