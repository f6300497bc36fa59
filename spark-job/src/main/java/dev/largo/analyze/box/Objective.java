package dev.largo.analyze.box;

import java.io.IOException;

/** A smooth function of many variables. */
public interface Objective {
  /**
   * Value and slope at a point.
   *
   * @param gradient as long as the point; not changed by whoever gave it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Value(double value, double[] gradient) {}

  /** Computes the function at a point, which is not kept. */
  Value at(double[] point) throws IOException, InterruptedException;
}
