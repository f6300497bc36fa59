package dev.largo.optim.average;

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
