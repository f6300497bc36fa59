package dev.largo.optim.average;

import dev.largo.optim.numeric.Check;
import dev.largo.optim.numeric.NamedVectors;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The mean of the last {@code k} snapshots, or of all while there are fewer: LAWA (Kaddour 2022,
 * arXiv 2209.14981, section 3). Holds k vectors.
 */
public final class LastAverage implements WeightAverage {
  private final int length;
  private final int k;
  private final NamedVectors state;
  private long count;

  /**
   * Of nothing yet.
   *
   * @param length elements
   * @param k snapshots that count, at least 1
   */
  public LastAverage(int length, int k) {
    Check.atLeast(0, "length", length);
    Check.atLeast(1, "k", k);
    this.length = length;
    this.k = k;
    List<String> names = IntStream.range(0, k).mapToObj(LastAverage::name).toList();
    state = new NamedVectors("average", names, length);
  }

  @Override
  public void add(float[] parameters, int offset) {
    Ranges.require(parameters, offset, length);
    Ranges.requireFinite(parameters, offset, offset + length);
    System.arraycopy(parameters, offset, state.vector(name((int) (count % k))), 0, length);
    count++;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void copyTo(float[] parameters, int offset) {
    Ranges.require(parameters, offset, length);
    Ranges.requireSnapshot(count);
    int taken = (int) Math.min(count, k);
    float[][] snapshots = new float[taken][];
    for (int s = 0; s < taken; s++) {
      snapshots[s] = state.vector(name(s));
    }
    for (int i = 0; i < length; i++) {
      double sum = 0;
      for (float[] snapshot : snapshots) {
        sum += snapshot[i];
      }
      parameters[i + offset] = (float) (sum / taken);
    }
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

  private static String name(int slot) {
    return "snapshot-" + slot;
  }
}
