package dev.largo.config;

import com.typesafe.config.ConfigFactory;
import java.util.Map;

/** Numbers of bytes as HOCON writes them. */
public final class ByteSize {
  private ByteSize() {}

  /**
   * Reads a size such as {@code 256 MB} or {@code 1.5 GiB}; a number alone is bytes.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static long parse(String text) {
    try {
      return ConfigFactory.parseMap(Map.of("size", text)).getBytes("size");
    } catch (com.typesafe.config.ConfigException e) {
      throw new IllegalArgumentException("no size in bytes: " + text, e);
    }
  }
}
