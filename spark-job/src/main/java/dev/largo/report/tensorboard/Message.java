package dev.largo.report.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A message of Protocol Buffers, its fields written one after the other. Of the wire format only
 * what event files need.
 */
final class Message {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;
  private static final int TYPE_BITS = 3;
  private static final int GROUP_BITS = 7;
  private static final int MORE = 0x80;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An integer, an enum or a truth value. */
  Message integer(int field, long value) {
    key(field, VARINT);
    varint(value);
    return this;
  }

  Message number(int field, double value) {
    key(field, FIXED_64);
    fixed(Double.doubleToLongBits(value), Double.BYTES);
    return this;
  }

  Message single(int field, float value) {
    key(field, FIXED_32);
    fixed(Float.floatToIntBits(value), Float.BYTES);
    return this;
  }

  Message text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Message message(int field, Message value) {
    return bytes(field, value.toBytes());
  }

  Message bytes(int field, byte[] value) {
    key(field, LENGTH_DELIMITED);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  /** A repeated field of doubles, packed. */
  Message numbers(int field, double[] values) {
    key(field, LENGTH_DELIMITED);
    varint((long) Double.BYTES * values.length);
    for (double value : values) {
      fixed(Double.doubleToLongBits(value), Double.BYTES);
    }
    return this;
  }

  /** The message as it is written. */
  byte[] toBytes() {
    return out.toByteArray();
  }

  /** The lowest byte first. */
  private void fixed(long bits, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (bits >>> (Byte.SIZE * i)));
    }
  }

  private void key(int field, int type) {
    varint((long) field << TYPE_BITS | type);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & -MORE) != 0) {
      out.write((int) (rest & (MORE - 1)) | MORE);
      rest >>>= GROUP_BITS;
    }
    out.write((int) rest);
  }
}
