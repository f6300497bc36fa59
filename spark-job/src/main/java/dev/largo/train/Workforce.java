package dev.largo.train;

import java.io.IOException;

/** The workers as the training loop sees them: whoever holds engines and data. */
public interface Workforce {
  /**
   * Computes a step's gradient, summed in canonical order over the global batch.
   *
   * @param step number of the step, from 1
   * @param lossScale what the loss is multiplied by
   * @param parameters the flat vector, the same on every rank
   * @param gradient receives the part of the sum that this rank's slice covers
   */
  StepWork computeGradient(long step, double lossScale, float[] parameters, float[] gradient)
      throws IOException, InterruptedException;

  /**
   * Has every worker do its share of a pass.
   *
   * @return the shares' results, one after the other in rank order
   */
  double[] run(Pass pass, float[] parameters) throws IOException, InterruptedException;
}
