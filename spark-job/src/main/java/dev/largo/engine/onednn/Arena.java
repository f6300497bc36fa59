package dev.largo.engine.onednn;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lays blocks out in one stretch of memory before it exists: a block that was released is used
 * again for later ones, the first gap that is large enough first.
 */
final class Arena {
  /** A cache line; also what vector instructions like best. */
  private static final long ALIGNMENT = 64;

  /** Gaps by their place, and their lengths; neighbours are merged. */
  private final TreeMap<Long, Long> gaps = new TreeMap<>();

  private long size;

  /**
   * A place in the stretch.
   *
   * @param bytes length, a multiple of the alignment
   */
  record Block(long offset, long bytes) {}

  Block acquire(long bytes) {
    long length = aligned(bytes);
    Optional<Map.Entry<Long, Long>> fitting =
        gaps.entrySet().stream().filter(gap -> gap.getValue() >= length).findFirst();
    if (fitting.isPresent()) {
      long offset = fitting.get().getKey();
      long rest = fitting.get().getValue() - length;
      gaps.remove(offset);
      if (rest > 0) {
        gaps.put(offset + length, rest);
      }
      return new Block(offset, length);
    }
    return extend(length);
  }

  /** A block that no other shares memory with, at any time. */
  Block acquireForGood(long bytes) {
    long length = aligned(bytes);
    size += length;
    return new Block(size - length, length);
  }

  private static long aligned(long bytes) {
    return (Math.max(bytes, 1) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private Block extend(long length) {
    Map.Entry<Long, Long> last = gaps.lastEntry();
    long offset = size;
    if (last != null && last.getKey() + last.getValue() == size) {
      offset = last.getKey();
      gaps.remove(offset);
    }
    size = offset + length;
    return new Block(offset, length);
  }

  void release(Block block) {
    long offset = block.offset();
    long length = block.bytes();
    Map.Entry<Long, Long> before = gaps.lowerEntry(offset);
    if (before != null && before.getKey() + before.getValue() == offset) {
      offset = before.getKey();
      length += before.getValue();
    }
    Long after = gaps.remove(block.offset() + block.bytes());
    gaps.put(offset, after == null ? length : length + after);
  }

  /** Bytes that hold every block at its place. */
  long size() {
    return size;
  }
}
