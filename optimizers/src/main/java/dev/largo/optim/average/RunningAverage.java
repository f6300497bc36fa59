package dev.largo.optim.average;

import dev.largo.optim.numeric.Check;
import dev.largo.optim.numeric.NamedVectors;
import java.util.List;
import java.util.Map;

/**
 * The equal-weight average of snapshots, as SWA keeps it: mean += (w - mean) / n at the n-th.
 *
 * <p>Izmailov et al. 2018 (arXiv 1803.05407), algorithm 1. Works element by element, so an average
 * over slices has the same bits as one over the whole vector. Not thread-safe.
 */
/*
 * After n snapshots an increment is about 1/n of the mean, and float32 loses it from n = 10^5 on. So
 * the mean is a pair of float32 whose exact sum counts: the nearest float32, and what it lacks.
 * Arithmetic is in float64; the pair keeps about 48 bits of it.
 */
public final class RunningAverage {
  private static final String MEAN = "mean";
  private static final String REMAINDER = "remainder";

  private final int length;
  private final NamedVectors state;
  private long count;

  /** Of nothing yet, over {@code length} elements. */
  public RunningAverage(int length) {
    Check.atLeast(0, "length", length);
    this.length = length;
    state = new NamedVectors("average", List.of(MEAN, REMAINDER), length);
  }

  /** Takes the snapshot parameters[offset .. offset + length). */
  public void add(float[] parameters, int offset) {
    requireRange(parameters, offset);
    count++;
    float[] mean = state.vector(MEAN);
    float[] remainder = state.vector(REMAINDER);
    double n = count;
    for (int i = 0; i < length; i++) {
      double old = (double) mean[i] + remainder[i];
      double average = old + (parameters[i + offset] - old) / n;
      float rounded = (float) average;
      mean[i] = rounded;
      remainder[i] = (float) (average - rounded);
    }
  }

  /** Number of snapshots taken. */
  public long count() {
    return count;
  }

  /**
   * Writes the average to parameters[offset .. offset + length).
   *
   * @throws IllegalStateException before the first snapshot
   */
  public void copyTo(float[] parameters, int offset) {
    requireRange(parameters, offset);
    if (count == 0) {
      throw new IllegalStateException("an average of no snapshots has no value");
    }
    System.arraycopy(state.vector(MEAN), 0, parameters, offset, length);
  }

  /**
   * The state vectors by name, each {@code float[length]}; {@link #count} belongs to it. Live and
   * read-only to the caller: copy what is to survive the next snapshot.
   */
  public Map<String, float[]> state() {
    return state.view();
  }

  /**
   * Copies a saved state in; what follows has the same bits as without the interruption.
   *
   * @throws IllegalArgumentException if the count is negative, a name is missing or unknown, or a
   *     length is wrong; nothing is changed then
   */
  public void restore(long count, Map<String, float[]> saved) {
    Check.atLeast(0, "count", count);
    state.restore(saved);
    this.count = count;
  }

  private void requireRange(float[] parameters, int offset) {
    if (offset < 0 || offset > parameters.length - length) {
      throw new IllegalArgumentException(
          "no range of length %d at offset %d in parameters of length %d"
              .formatted(length, offset, parameters.length));
    }
  }
}
