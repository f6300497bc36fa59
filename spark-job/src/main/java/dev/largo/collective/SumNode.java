package dev.largo.collective;

/** A node of the canonical sum: the sum over the micro-batches below it, read piece by piece. */
public interface SumNode {
  /** Height in the tree; a single micro-batch has level 0. */
  int level();

  /** Position among the nodes of its level. */
  int index();

  /**
   * Copies a piece.
   *
   * @param from position in the whole vector
   * @param length numbers, at most a tile's
   * @param into receives them from its beginning on
   */
  void read(int from, int length, float[] into);
}
