package dev.largo.data.shard;

import dev.largo.data.DataException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.io.WritableUtils;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one sequence file hold their images.
 *
 * @param kind decides what stands before the bytes
 * @param codec that each value is compressed with; null: none
 */
public record SequenceValue(Kind kind, @Nullable CompressionCodec codec) {
  /** Kinds of Writable. */
  public enum Kind {
    BYTES,
    TEXT
  }

  /**
   * The image in a value.
   *
   * @param name of the record, for messages
   */
  public byte[] image(byte[] value, String name) throws IOException {
    try (InputStream plain =
            codec == null
                ? new ByteArrayInputStream(value)
                : codec.createInputStream(new ByteArrayInputStream(value));
        DataInputStream in = new DataInputStream(plain)) {
      int length = kind == Kind.BYTES ? in.readInt() : WritableUtils.readVInt(in);
      byte[] image = in.readNBytes(Math.max(0, length));
      if (image.length != length || in.read() >= 0) {
        throw damaged(name, null);
      }
      return image;
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(name, e);
    }
  }

  private static DataException damaged(String name, @Nullable Exception cause) {
    String problem = "is damaged";
    String remedy = "write the sequence file again";
    return cause == null
        ? new DataException(name, problem, remedy)
        : new DataException(name, problem + " (" + cause.getMessage() + ")", remedy, cause);
  }
}
