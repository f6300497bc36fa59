package dev.largo.train;

import java.io.IOException;

/**
 * Recomputes batch-norm statistics over training data, for parameters that never were in training.
 */
public interface StatisticsRefresher {
  /**
   * Replaces the running statistics in a parameter vector.
   *
   * @param parameters the flat vector, changed where it holds running statistics
   * @param samples training samples to compute them over; 0: all
   */
  void refresh(Workforce workforce, float[] parameters, int samples)
      throws IOException, InterruptedException;
}
