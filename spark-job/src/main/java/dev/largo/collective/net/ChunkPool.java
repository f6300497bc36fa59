package dev.largo.collective.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Off-heap memory for pieces; what was released last is used first, while it is in cache. */
final class ChunkPool implements AutoCloseable {
  private final List<ByteBuf> allocated = new ArrayList<>();
  private final Deque<ByteBuffer> free = new ArrayDeque<>();
  private boolean closed;

  /** A buffer of {@link Piece#MAX_BYTES}. */
  synchronized ByteBuffer take() {
    if (closed) {
      throw new IllegalStateException("the group is closed");
    }
    ByteBuffer buffer = free.poll();
    if (buffer == null) {
      ByteBuf memory = Unpooled.directBuffer(Piece.MAX_BYTES, Piece.MAX_BYTES);
      allocated.add(memory);
      buffer = memory.nioBuffer(0, Piece.MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
    return buffer.clear();
  }

  synchronized void give(ByteBuffer buffer) {
    free.push(buffer);
  }

  @Override
  public synchronized void close() {
    closed = true;
    free.clear();
    allocated.forEach(ByteBuf::release);
    allocated.clear();
  }
}
