package dev.largo.data;

/**
 * The order in which an epoch visits the training set: a global shuffle that depends on (seed,
 * epoch) and on nothing else.
 */
public final class EpochOrder {
  private EpochOrder() {}

  /**
   * A uniformly random permutation of 0 to {@code size - 1}, by Fisher and Yates' shuffle
   * (Durstenfeld's form).
   *
   * @param epoch from 0
   */
  public static int[] permutation(int size, long seed, int epoch) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    SplitMix64 random = new SplitMix64(Seeds.mix(seed, epoch));
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }
}
