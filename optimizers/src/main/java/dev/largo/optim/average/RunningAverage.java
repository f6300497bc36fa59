package dev.largo.optim.average;

import dev.largo.optim.numeric.Check;
import dev.largo.optim.numeric.NamedVectors;
import java.util.List;
import java.util.Map;

/**
 * An average that each snapshot pulls towards itself, by a weight that depends on its number: mean
 * += weight(n) (w - mean). With equal weights it is SWA's, with exponential ones an EMA.
 */
/*
 * An increment can be a small part of the mean, and float32 would lose it. So the mean is a pair of
 * float32 whose exact sum counts: the nearest float32, and what it lacks. Arithmetic is in float64;
 * the pair keeps about 48 bits of it.
 */
public final class RunningAverage implements WeightAverage {
  private static final String MEAN = "mean";
  private static final String REMAINDER = "remainder";

  private final int length;
  private final SnapshotWeight weight;
  private final NamedVectors state;
  private long count;

  /** Of nothing yet, over {@code length} elements. */
  public RunningAverage(int length, SnapshotWeight weight) {
    Check.atLeast(0, "length", length);
    this.length = length;
    this.weight = weight;
    state = new NamedVectors("average", List.of(MEAN, REMAINDER), length);
  }

  @Override
  public void add(float[] parameters, int offset) {
    Ranges.require(parameters, offset, length);
    Ranges.requireFinite(parameters, offset, offset + length);
    count++;
    double pull = weight.of(count);
    float[] mean = state.vector(MEAN);
    float[] remainder = state.vector(REMAINDER);
    for (int i = 0; i < length; i++) {
      double old = (double) mean[i] + remainder[i];
      double average = old + (parameters[i + offset] - old) * pull;
      float rounded = (float) average;
      mean[i] = rounded;
      remainder[i] = (float) (average - rounded);
    }
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void copyTo(float[] parameters, int offset) {
    Ranges.require(parameters, offset, length);
    Ranges.requireSnapshot(count);
    System.arraycopy(state.vector(MEAN), 0, parameters, offset, length);
  }

  @Override
  public Map<String, float[]> state() {
    return state.view();
  }

  @Override
  public void restore(long version, long savedCount, Map<String, float[]> saved) {
    Ranges.requireVersion(version);
    Check.atLeast(0, "count", savedCount);
    state.restore(saved);
    count = savedCount;
  }
}
