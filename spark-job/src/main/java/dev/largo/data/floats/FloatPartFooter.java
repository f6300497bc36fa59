package dev.largo.data.floats;

import dev.largo.data.DataException;
import dev.largo.data.ImageShape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The end of a part, which says what is before it.
 *
 * <pre>
 * values   samples x channels x height x width, float32, little-endian
 * labels   samples, int32, little-endian
 * footer   magic, samples, channels, height, width, classes, 0: int32, big-endian; SHA-256 of all before it
 * </pre>
 *
 * @param sha256 of values and labels, in hexadecimal
 */
record FloatPartFooter(int samples, ImageShape shape, int classes, String sha256) {
  /** Bytes of a footer. */
  static final int LENGTH = 64;

  private static final byte[] MAGIC = "LARGOF01".getBytes(StandardCharsets.US_ASCII);

  byte[] bytes() {
    return ByteBuffer.allocate(LENGTH)
        .put(MAGIC)
        .putInt(samples)
        .putInt(shape.channels())
        .putInt(shape.height())
        .putInt(shape.width())
        .putInt(classes)
        .putInt(0)
        .put(HexFormat.of().parseHex(sha256))
        .array();
  }

  /**
   * Reads a footer.
   *
   * @param length of the whole file
   * @throws DataException if the file is another one, or not whole
   */
  static FloatPartFooter of(String file, byte[] bytes, long length) throws DataException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte[] magic = new byte[MAGIC.length];
    if (bytes.length == LENGTH) {
      buffer.get(magic);
    }
    if (!Arrays.equals(magic, MAGIC)) {
      throw wrong(file);
    }
    int samples = buffer.getInt();
    int channels = buffer.getInt();
    int height = buffer.getInt();
    int width = buffer.getInt();
    int classes = buffer.getInt();
    int unused = buffer.getInt();
    byte[] sha256 = new byte[32];
    buffer.get(sha256);
    if (samples < 1 || channels < 1 || height < 1 || width < 1 || classes < 2) {
      throw wrong(file);
    }
    FloatPartFooter footer =
        new FloatPartFooter(
            samples,
            new ImageShape(channels, height, width),
            classes,
            HexFormat.of().formatHex(sha256));
    if (footer.labelsAt() + 4L * samples + LENGTH != length) {
      throw wrong(file);
    }
    return footer;
  }

  /** Bytes of a sample's values. */
  int recordBytes() {
    return Math.multiplyExact(4, shape.values());
  }

  /** Where labels begin. */
  long labelsAt() {
    return (long) samples * recordBytes();
  }

  private static DataException wrong(String file) {
    return new DataException(file, "is not a whole file of float records", "write it again");
  }
}
