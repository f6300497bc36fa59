package dev.largo.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the one thing of EXIF data that changes pixels. */
final class Exif {
  private static final int ORIENTATION = 0x0112;
  private static final int ENTRY_BYTES = 12;

  private Exif() {}

  /**
   * The orientation that a TIFF block tells; upright where it is damaged or tells none.
   *
   * @param from where the block begins, with its byte order
   * @param to where it ends
   */
  static Orientation orientation(byte[] bytes, int from, int to) {
    if (to - from < 8 || bytes[from] != bytes[from + 1]) {
      return Orientation.UPRIGHT;
    }
    ByteBuffer block = ByteBuffer.wrap(bytes, from, to - from).slice();
    block.order(bytes[from] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = Integer.toUnsignedLong(block.getInt(4));
    if (directory + 2 > block.capacity()) {
      return Orientation.UPRIGHT;
    }
    int entries = block.getShort((int) directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY_BYTES;
      if (entry + ENTRY_BYTES > block.capacity()) {
        break;
      }
      if ((block.getShort((int) entry) & 0xFFFF) == ORIENTATION) {
        return Orientation.ofTag(block.getShort((int) entry + 8));
      }
    }
    return Orientation.UPRIGHT;
  }
}
