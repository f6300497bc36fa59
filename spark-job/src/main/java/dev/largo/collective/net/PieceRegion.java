package dev.largo.collective.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.apache.spark.network.util.AbstractFileRegion;
import org.jspecify.annotations.Nullable;

/** Fills one buffer again and again and writes it to the socket, the only copy on this side. */
final class PieceRegion extends AbstractFileRegion {
  private final Transfer transfer;
  private final Source source;
  private final ChunkPool pool;
  private final long count;
  private @Nullable ByteBuffer buffer;
  private int next;
  private long transferred;

  PieceRegion(Transfer transfer, Source source, ChunkPool pool) {
    this.transfer = transfer;
    this.source = source;
    this.pool = pool;
    count = transfer.bytes();
  }

  @Override
  public long position() {
    return 0;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public long transferred() {
    return transferred;
  }

  @Override
  public long transferTo(WritableByteChannel target, long position) throws IOException {
    if (position != transferred) {
      throw new IllegalArgumentException(
          "position " + position + " where " + transferred + " bytes are written");
    }
    if (transferred == count) {
      return 0;
    }
    int written = target.write(filled());
    transferred += written;
    if (transferred == count) {
      giveBack();
      source.sent();
    }
    return written;
  }

  private ByteBuffer filled() {
    ByteBuffer current = buffer;
    if (current == null || !current.hasRemaining()) {
      if (current == null) {
        current = pool.take();
        buffer = current;
      }
      current.clear();
      source.fill(transfer.pieces().get(next++), current);
      current.flip();
    }
    return current;
  }

  private void giveBack() {
    if (buffer != null) {
      pool.give(buffer);
      buffer = null;
    }
  }

  @Override
  protected void deallocate() {
    giveBack();
  }
}
