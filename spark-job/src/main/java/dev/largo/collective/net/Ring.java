package dev.largo.collective.net;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Slots in memory that two processes share, one of which writes and the other reads.
 *
 * <p>A slot's word says whose it is: 2 lap for the writer, 2 lap + 1 for the reader, where lap is
 * the sequence number divided by the number of slots. So slots may be filled and released out of
 * order, by several threads.
 */
final class Ring implements AutoCloseable {
  static final int SLOTS = 16;

  /** The token's place, before the slots' words; each word has a cache line to itself. */
  private static final int LINE = 64;

  private static final int HEADER = 4096;
  static final long BYTES = HEADER + (long) SLOTS * Piece.MAX_BYTES;
  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final MappedByteBuffer memory;

  private Ring(MappedByteBuffer memory) {
    this.memory = memory;
    memory.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Maps a file of {@link #BYTES}. */
  static Ring map(FileChannel file, Path path) throws IOException {
    if (file.size() != BYTES) {
      throw new IOException(path + " has " + file.size() + " bytes, not " + BYTES);
    }
    return new Ring(file.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
  }

  long token() {
    return (long) WORD.getAcquire(memory, 0);
  }

  void token(long token) {
    WORD.setRelease(memory, 0, token);
  }

  boolean isFree(long sequence) {
    return word(sequence) == 2 * (sequence / SLOTS);
  }

  boolean isFilled(long sequence) {
    return word(sequence) == 2 * (sequence / SLOTS) + 1;
  }

  void filled(long sequence) {
    WORD.setRelease(memory, place(sequence), 2 * (sequence / SLOTS) + 1);
  }

  void released(long sequence) {
    WORD.setRelease(memory, place(sequence), 2 * (sequence / SLOTS + 1));
  }

  ByteBuffer slot(long sequence) {
    return memory
        .slice(HEADER + (int) (sequence % SLOTS) * Piece.MAX_BYTES, Piece.MAX_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private long word(long sequence) {
    return (long) WORD.getAcquire(memory, place(sequence));
  }

  private static int place(long sequence) {
    return LINE * (1 + (int) (sequence % SLOTS));
  }

  /** Unmaps; nobody may use the ring or a slot any more. */
  @Override
  public void close() {
    PlatformDependent.freeDirectBuffer(memory);
  }
}
