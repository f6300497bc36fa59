package dev.largo.train;

import java.io.IOException;

/** Scores parameters on the validation set, exactly once a sample. */
public interface Evaluator {
  /**
   * Scores the network with these parameters.
   *
   * @param step the step they come from
   * @param weights what they are: {@code checkpoint}, {@code swa} ...
   */
  EvaluationRecord evaluate(
      Workforce workforce, float[] parameters, long step, double epoch, String weights)
      throws IOException, InterruptedException;
}
