package dev.largo.spark;

import java.io.IOException;

/** A training run on Spark, in one of the aggregation modes. */
public interface TrainingJob {
  /**
   * Trains to the end, or until a stop is requested.
   *
   * @param parameters what the run starts from, in the layout's order
   */
  Outcome run(RunSpec spec, float[] parameters) throws IOException, InterruptedException;
}
