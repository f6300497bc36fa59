package dev.largo.config;

/**
 * How much of the encoded images each process remembers, for all its workers together.
 *
 * @param memoryBytes on the heap; 0: nothing
 * @param diskBytes in a file of its temporary directory, once the memory is full; 0: nothing
 */
public record CacheConfig(long memoryBytes, long diskBytes) {
  /** Nothing is remembered. */
  public static final CacheConfig OFF = new CacheConfig(0, 0);
}
