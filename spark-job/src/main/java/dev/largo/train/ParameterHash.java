package dev.largo.train;

import dev.largo.optim.layout.Slice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash by which two runs are told to be the same, bit for bit. */
public final class ParameterHash {
  private ParameterHash() {}

  /** SHA-256, in hexadecimal, over the parameters as little-endian float32. */
  public static String sha256(float[] parameters) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer chunk = ByteBuffer.allocate(4 * Slice.TILE).order(ByteOrder.LITTLE_ENDIAN);
      for (int from = 0; from < parameters.length; from += Slice.TILE) {
        int length = Math.min(Slice.TILE, parameters.length - from);
        chunk.asFloatBuffer().put(parameters, from, length);
        digest.update(chunk.array(), 0, 4 * length);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
