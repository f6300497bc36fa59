package dev.largo.spark.bench;

import dev.largo.collective.PartialSums;
import dev.largo.collective.VectorSum;
import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Each rank's vector: random, so that nothing compresses it, and with so few bits that float32
 * holds the sum over the ranks exactly, whatever the order.
 */
final class Noise {
  /** Bits of float32's significand. */
  private static final int SIGNIFICAND = 24;

  private Noise() {}

  /** Multiples of a power of two in [-1, 1). */
  static float[] of(int rank, int worldSize, int size) {
    int bits = SIGNIFICAND - 2 - Integer.SIZE + Integer.numberOfLeadingZeros(worldSize);
    int range = 1 << bits;
    SplittableRandom random = new SplittableRandom(rank);
    float[] vector = new float[size];
    for (int i = 0; i < size; i++) {
      vector[i] = (float) random.nextInt(-range, range) / range;
    }
    return vector;
  }

  /** What all ranks are to end with, every node of the sum rounded to the wire's format. */
  static float[] sum(int worldSize, int size, WireFormat wire) {
    PartialSums all = new PartialSums(size, wire);
    for (int rank = 0; rank < worldSize; rank++) {
      all.add(rank, FloatBuffer.wrap(of(rank, worldSize, size)));
    }
    float[] sum = new float[size];
    long overflows = all.overflows() + VectorSum.finish(List.of(all), new Slice(0, size), sum);
    if (overflows > 0) {
      throw new IllegalStateException(overflows + " numbers overflowed");
    }
    return sum;
  }

  /**
   * Checks a vector.
   *
   * @param sign 1 or -1, by which the expected numbers are multiplied
   * @throws IllegalStateException naming the first number that is not as expected
   */
  static void require(float[] expected, float sign, float[] found, String what) {
    for (int i = 0; i < expected.length; i++) {
      if (found[i] != sign * expected[i]) {
        throw new IllegalStateException(
            "%s gave %s at %d, expected %s".formatted(what, found[i], i, sign * expected[i]));
      }
    }
  }
}
