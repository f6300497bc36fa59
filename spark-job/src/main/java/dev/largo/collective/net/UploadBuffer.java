package dev.largo.collective.net;

import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.spark.network.buffer.ManagedBuffer;

/** A transfer as the body of an upload: written piece by piece as the socket takes them. */
final class UploadBuffer extends ManagedBuffer {
  private final Transfer transfer;
  private final Source source;
  private final ChunkPool pool;

  UploadBuffer(Transfer transfer, Source source, ChunkPool pool) {
    this.transfer = transfer;
    this.source = source;
    this.pool = pool;
  }

  @Override
  public long size() {
    return transfer.bytes();
  }

  @Override
  public Object convertToNetty() {
    return new PieceRegion(transfer, source, pool);
  }

  @Override
  public ByteBuffer nioByteBuffer() {
    throw new UnsupportedOperationException("a transfer is never in memory as a whole");
  }

  @Override
  public InputStream createInputStream() {
    throw new UnsupportedOperationException("a transfer is never in memory as a whole");
  }

  @Override
  public ManagedBuffer retain() {
    return this;
  }

  @Override
  public ManagedBuffer release() {
    return this;
  }
}
