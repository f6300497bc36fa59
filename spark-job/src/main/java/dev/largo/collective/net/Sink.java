package dev.largo.collective.net;

/** Where a transfer's pieces go; unless it wants them in order, several threads call at once. */
interface Sink {
  /** Takes a piece, and releases its bytes once it has read them. */
  void take(Piece piece, Chunk chunk);

  /** Whether pieces must come one at a time, in order. */
  boolean inOrder();
}
