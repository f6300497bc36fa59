package dev.largo.spark;

import java.io.IOException;

/** Counts attempts that fail without getting further than those before. */
final class Retries {
  private final int most;
  private int inARow;
  private long furthest;

  Retries(int most) {
    this.most = most;
  }

  /**
   * Counts one.
   *
   * @param reached the last step that it made
   * @throws IOException if it is one too many
   */
  void count(WorkersLostException loss, long reached) throws IOException {
    if (reached > furthest) {
      furthest = reached;
      inARow = 0;
    }
    if (++inARow > most) {
      throw new IOException(
          "lost %s; this is attempt %d in a row that got no further than step %d (recovery.retries = %d)"
              .formatted(loss.getMessage(), inARow, furthest, most),
          loss);
    }
  }
}
