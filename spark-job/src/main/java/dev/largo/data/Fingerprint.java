package dev.largo.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 under way, with the few things a data set is made of. */
public final class Fingerprint {
  private final MessageDigest digest;

  /** An empty sum. */
  public Fingerprint() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Adds a line; fields are told apart by tabs, which no file name of a data set holds. */
  public Fingerprint line(Object... fields) {
    StringBuilder line = new StringBuilder();
    for (Object field : fields) {
      line.append(field).append('\t');
    }
    return bytes(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Adds bytes. */
  public Fingerprint bytes(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** Lower-case hex; ends the sum. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
