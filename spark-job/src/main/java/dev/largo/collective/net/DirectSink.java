package dev.largo.collective.net;

import java.nio.ByteBuffer;

/** A sink that can take any part of a piece at once, since a place waits for every number. */
interface DirectSink extends Sink {
  /** Reads numbers from an offset of the buffer, to a position of the vector. */
  void read(int position, int length, ByteBuffer in, int offset);

  /** A piece has been read. */
  void taken();
}
