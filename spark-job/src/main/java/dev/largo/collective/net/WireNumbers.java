package dev.largo.collective.net;

import dev.largo.collective.Half;
import dev.largo.config.WireFormat;
import java.nio.ByteBuffer;

/** Numbers in a wire format, little-endian; the buffers are so ordered. */
final class WireNumbers {
  /** Halves are converted in an array of so many first, since arrays are fast and buffers copy. */
  private static final int BLOCK = 4096;

  private WireNumbers() {}

  /** Writes numbers at the buffer's position and moves it. */
  static void put(float[] numbers, int from, int length, WireFormat wire, ByteBuffer out) {
    if (wire == WireFormat.FP32) {
      out.asFloatBuffer().put(numbers, from, length);
    } else {
      short[] halves = new short[Math.min(length, BLOCK)];
      for (int done = 0; done < length; done += BLOCK) {
        int count = Math.min(BLOCK, length - done);
        Half.fromFloats(numbers, from + done, count, halves);
        out.slice(out.position() + done * Short.BYTES, count * Short.BYTES)
            .order(out.order())
            .asShortBuffer()
            .put(halves, 0, count);
      }
    }
    out.position(out.position() + length * wire.bytes());
  }

  /** Reads numbers at an offset of the buffer; its position is not changed. */
  static void get(ByteBuffer in, int offset, int length, WireFormat wire, float[] numbers, int at) {
    ByteBuffer bytes = in.slice(offset, length * wire.bytes()).order(in.order());
    if (wire == WireFormat.FP32) {
      bytes.asFloatBuffer().get(numbers, at, length);
      return;
    }
    short[] halves = new short[Math.min(length, BLOCK)];
    for (int done = 0; done < length; done += BLOCK) {
      int count = Math.min(BLOCK, length - done);
      bytes.asShortBuffer().position(done).get(halves, 0, count);
      Half.toFloats(halves, count, numbers, at + done);
    }
  }
}
