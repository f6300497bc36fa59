package dev.largo.compare;

import java.io.IOException;
import java.util.List;

/**
 * A candidate with one vector of weights.
 *
 * @param recompute whether its batch-norm statistics have yet to be computed: it is a mean of
 *     others
 */
public record Entrant(Candidate candidate, WeightSource weights, boolean recompute) {
  /** The mean of several, in float64, rounded once. */
  public static Entrant mean(Candidate candidate, List<Entrant> of) {
    return new Entrant(candidate, () -> mean(of), true);
  }

  private static float[] mean(List<Entrant> of) throws IOException {
    double[] sum = new double[0];
    for (Entrant entrant : of) {
      float[] vector = entrant.weights().load();
      sum = sum.length == 0 ? new double[vector.length] : sum;
      for (int i = 0; i < vector.length; i++) {
        sum[i] += vector[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / of.size());
    }
    return mean;
  }
}
