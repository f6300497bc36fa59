package dev.largo.optim.average;

import java.util.Map;

/**
 * An average of snapshots of a slice of the parameters, kept as training goes on.
 *
 * <p>Works element by element, so an average over slices has the same bits as one over the whole
 * vector. Not thread-safe.
 */
public interface WeightAverage {
  /** Version of what {@link #state} holds; {@link #restore} refuses others. */
  long STATE_VERSION = 1;

  /**
   * Takes the snapshot parameters[offset .. offset + length).
   *
   * @throws IllegalArgumentException if there is no such range, or a parameter in it is not finite;
   *     nothing is changed then
   */
  void add(float[] parameters, int offset);

  /** Number of snapshots taken. */
  long count();

  /**
   * Writes the average to parameters[offset .. offset + length).
   *
   * @throws IllegalStateException before the first snapshot
   */
  void copyTo(float[] parameters, int offset);

  /**
   * The state vectors by name, each {@code float[length]}, of {@link #STATE_VERSION}; {@link
   * #count} belongs to it. Live and read-only to the caller: copy what is to survive the next
   * snapshot.
   */
  Map<String, float[]> state();

  /**
   * Copies a saved state in; what follows has the same bits as without the interruption.
   *
   * @param version the {@link #STATE_VERSION} that it was saved with
   * @throws IllegalArgumentException if the version is another, the count is negative, a name is
   *     missing or unknown, or a length is wrong; nothing is changed then
   */
  void restore(long version, long count, Map<String, float[]> saved);
}
