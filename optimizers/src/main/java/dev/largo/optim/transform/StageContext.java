package dev.largo.optim.transform;

import dev.largo.optim.layout.Segment;

/** What a stage sees of the step, and of the segment that it is being applied to. */
public interface StageContext {
  /** Number of this step, from 1; skipped steps are not counted. */
  long step();

  /** The schedule's rate at this step. */
  double learningRate();

  /** The rate of the update before; at step 1 the same as {@link #learningRate}. */
  double previousLearningRate();

  Segment segment();

  /** Norms of the segment; {@link LayerNorms#update} as the stage declared. */
  LayerNorms norms();

  /**
   * Means of the update over each of the segment's units ({@link Segment#unitLength}), as it stands
   * where the stage is applied.
   *
   * @throws IllegalStateException if the stage does not declare {@link Rows#MEANS}
   */
  double[] rowMeans();

  /**
   * L2 norms of the update over each of the segment's units, as it stands where the stage is
   * applied.
   *
   * @throws IllegalStateException if the stage does not declare {@link Rows#NORMS}
   */
  double[] rowUpdateNorms();

  /**
   * L2 norms of the weights before the step over each of the segment's units.
   *
   * @throws IllegalStateException if the stage does not declare {@link Rows#NORMS}
   */
  double[] rowWeightNorms();

  /** L2 norm of the raw gradient over all trainable segments. */
  double globalGradientNorm();

  /**
   * The whole parameter vector as it was before the step, to be read only: the weight that {@code
   * update[i]} will change is {@code parameters()[i + parameterShift()]}.
   */
  float[] parameters();

  /** Position of the slice in the parameter vector. */
  int parameterShift();

  /**
   * One of the state vectors that the stage declared, indexed as the update; zero before the first
   * step. The stage may write where it may write the update.
   *
   * @throws IllegalArgumentException if the chain declares no such vector
   */
  float[] state(String name);
}
