package dev.largo.train;

/**
 * Consecutive micro-batch numbers.
 *
 * @param from first number
 * @param to number behind the last; equal to {@code from} where there are none
 */
public record Range(int from, int to) {
  /**
   * A rank's share of {@code count} numbers: contiguous, in rank order, sizes at most one apart.
   */
  public static Range share(int count, int rank, int worldSize) {
    return new Range(
        (int) ((long) count * rank / worldSize), (int) ((long) count * (rank + 1) / worldSize));
  }

  public int length() {
    return to - from;
  }
}
