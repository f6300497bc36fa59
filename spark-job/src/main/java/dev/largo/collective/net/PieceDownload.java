package dev.largo.collective.net;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Puts bytes together to pieces, which may then wait for their turn. */
final class PieceDownload extends Download {
  private final Sink sink;
  private final ChunkPool pool;
  private @Nullable ByteBuffer buffer;

  PieceDownload(Transfer transfer, Sink sink, ChunkPool pool, Runnable refuse) {
    super(transfer, refuse);
    this.sink = sink;
    this.pool = pool;
  }

  @Override
  boolean take(Piece piece, int bytes, ByteBuffer data) {
    ByteBuffer target = buffer;
    if (target == null) {
      target = pool.take().limit(bytes);
      buffer = target;
    }
    int length = Math.min(data.remaining(), target.remaining());
    target.put(target.position(), data, data.position(), length);
    target.position(target.position() + length);
    data.position(data.position() + length);
    if (target.hasRemaining()) {
      return false;
    }
    ByteBuffer full = target;
    buffer = null;
    sink.take(piece, new Chunk(full, () -> pool.give(full)));
    return true;
  }
}
