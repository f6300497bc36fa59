package dev.largo.engine;

import java.util.List;

/**
 * Where a network keeps the running means and variances of its batch norms.
 *
 * @param norms in the order of their parameters
 */
public record RunningStatistics(List<Norm> norms) {

  /**
   * One batch norm.
   *
   * @param mean position of the running means in the flat vector
   * @param variance position of the running variances, or of their logarithms
   * @param logStd whether {@code variance} holds log10 of the standard deviation
   */
  public record Norm(int mean, int variance, boolean logStd, int channels) {}

  /** A constant channel's logarithm would be minus infinity. */
  private static final double LEAST_VARIANCE = 1e-12;

  public RunningStatistics {
    norms = List.copyOf(norms);
  }

  /** Number of running statistics: two a channel. */
  public int count() {
    return norms.stream().mapToInt(n -> 2 * n.channels()).sum();
  }

  /**
   * Puts the mean and the biased variance of pooled moments into a parameter vector.
   *
   * @param moments sums of {@link GradientEngine#moments} over micro-batches
   * @param samples number of samples in them
   * @param parameters the flat vector, changed where it holds running statistics
   */
  public void put(double[] moments, long samples, float[] parameters) {
    int at = 0;
    for (Norm norm : norms) {
      for (int c = 0; c < norm.channels(); c++) {
        double mean = moments[at + c] / samples;
        double second = moments[at + norm.channels() + c] / samples;
        double variance = Math.max(norm.logStd() ? LEAST_VARIANCE : 0, second - mean * mean);
        parameters[norm.mean() + c] = (float) mean;
        parameters[norm.variance() + c] =
            (float) (norm.logStd() ? 0.5 * Math.log10(variance) : variance);
      }
      at += 2 * norm.channels();
    }
  }
}
