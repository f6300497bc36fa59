package dev.largo.data.shard;

import java.util.HexFormat;
import java.util.zip.CRC32C;

/** CRC-32C of an image, which processors compute in hardware. */
final class Checksum {
  private Checksum() {}

  static int of(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  /** Eight hex digits. */
  static String hex(int checksum) {
    return HexFormat.of().toHexDigits(checksum);
  }

  /**
   * Reads what {@link #hex} writes.
   *
   * @throws IllegalArgumentException for anything else
   */
  static int parse(String hex) {
    if (hex.length() != 8) {
      throw new IllegalArgumentException("no checksum: " + hex);
    }
    return HexFormat.fromHexDigits(hex);
  }
}
