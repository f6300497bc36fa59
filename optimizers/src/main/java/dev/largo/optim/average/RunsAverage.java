package dev.largo.optim.average;

import java.util.List;

/**
 * The mean of the final weights of several runs that started from the same ones: SWAP's last phase
 * (Gupta, Serrano and DeCoste 2020, arXiv 2001.02312, algorithm 1).
 */
public final class RunsAverage {
  private RunsAverage() {}

  /**
   * The element-wise mean, summed in float64 in the order given.
   *
   * @param runs at least one vector, all of one length
   * @throws IllegalArgumentException if there is none, a length differs, or a parameter is not
   *     finite
   */
  public static float[] of(List<float[]> runs) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("runs must not be empty");
    }
    int length = runs.get(0).length;
    double[] sum = new double[length];
    for (int r = 0; r < runs.size(); r++) {
      float[] run = runs.get(r);
      if (run.length != length) {
        throw new IllegalArgumentException(
            "run %d has %d parameters, the first has %d".formatted(r, run.length, length));
      }
      Ranges.requireFinite(run, 0, length);
      for (int i = 0; i < length; i++) {
        sum[i] += run[i];
      }
    }
    float[] mean = new float[length];
    for (int i = 0; i < length; i++) {
      mean[i] = (float) (sum[i] / runs.size());
    }
    return mean;
  }
}
