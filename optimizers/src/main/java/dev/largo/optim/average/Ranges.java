package dev.largo.optim.average;

import dev.largo.optim.numeric.Vectors;

/** Checks that averages share. */
final class Ranges {
  private Ranges() {}

  static void require(float[] parameters, int offset, int length) {
    if (offset < 0 || offset > parameters.length - length) {
      throw new IllegalArgumentException(
          "no range of length %d at offset %d in parameters of length %d"
              .formatted(length, offset, parameters.length));
    }
  }

  /** One NaN would stay in a running mean for good. */
  static void requireFinite(float[] parameters, int from, int to) {
    if (Double.isFinite(Vectors.sumOfSquares(parameters, from, to))) {
      return;
    }
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(parameters[i])) {
        throw new IllegalArgumentException(
            "an average takes finite parameters only: " + parameters[i] + " at " + i);
      }
    }
  }

  static void requireVersion(long version) {
    if (version != WeightAverage.STATE_VERSION) {
      throw new IllegalArgumentException(
          "average state: version " + version + ", expected " + WeightAverage.STATE_VERSION);
    }
  }

  static void requireSnapshot(long count) {
    if (count == 0) {
      throw new IllegalStateException("an average of no snapshots has no value");
    }
  }
}
