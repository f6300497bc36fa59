package dev.largo.collective.net;

import java.nio.ByteBuffer;

/** Where a transfer's bytes come from; may be asked by several threads at once. */
interface Source {
  /** Writes a piece from the buffer's position on. */
  void fill(Piece piece, ByteBuffer out);

  /** The last piece has been written and nothing of this side's memory is read any more. */
  void sent();
}
