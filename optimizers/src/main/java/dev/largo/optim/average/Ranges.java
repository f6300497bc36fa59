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

  static void requireSnapshot(long count) {
    if (count == 0) {
      throw new IllegalStateException("an average of no snapshots has no value");
    }
  }
}
