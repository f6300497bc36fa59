package dev.largo.spark.coordination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Messages and replies as JSON; doubles are told exactly, NaN and infinities in words. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ByteBuffer encode(Object value) {
    try {
      return ByteBuffer.wrap(MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be told as JSON: " + value, e);
    }
  }

  static <T> T decode(ByteBuffer bytes, Class<T> type) throws IOException {
    byte[] text = new byte[bytes.remaining()];
    bytes.duplicate().get(text);
    return MAPPER.readValue(text, type);
  }
}
