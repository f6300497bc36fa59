package dev.largo.spark.preflight;

/**
 * What a command's runs take of Spark at the same time.
 *
 * @param widest workers of the largest of them; 0 where none is known, or the cluster's slots
 *     decide
 * @param runs at once, at least 1
 */
public record Demand(int widest, int runs) {
  /** A run without others beside it or behind it. */
  public static final Demand ALONE = new Demand(0, 1);

  /**
   * Most workers at once.
   *
   * @param workers of one of the runs; 0 where the cluster's slots decide
   * @return 0 where they decide for all
   */
  public int ranks(int workers) {
    return Math.max(workers, widest) * runs;
  }
}
