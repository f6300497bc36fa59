package dev.largo.data.floats;

import dev.largo.data.ImageShape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Writes a part, sample by sample; labels are kept until the end. */
public final class FloatPartWriter {
  private final OutputStream out;
  private final ImageShape shape;
  private final int classes;
  private final ByteBuffer record;
  private final MessageDigest digest;
  private int[] labels = new int[1024];
  private int samples;

  /**
   * A part on a stream, which stays open.
   *
   * @param shape of every sample
   * @param classes that labels tell apart, at least 2
   */
  public FloatPartWriter(OutputStream out, ImageShape shape, int classes) {
    this.out = out;
    this.shape = shape;
    this.classes = classes;
    record =
        ByteBuffer.allocate(Math.multiplyExact(4, shape.values())).order(ByteOrder.LITTLE_ENDIAN);
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Shape of the samples. */
  public ImageShape shape() {
    return shape;
  }

  /** Classes that labels tell apart. */
  public int classes() {
    return classes;
  }

  /** Samples so far. */
  public int samples() {
    return samples;
  }

  /**
   * Writes a sample.
   *
   * @param values holds it, from {@code offset} on
   * @param label in [0, classes)
   */
  public void add(float[] values, int offset, int label) throws IOException {
    record.clear();
    record.asFloatBuffer().put(values, offset, shape.values());
    digest.update(record.array());
    out.write(record.array());
    if (samples == labels.length) {
      labels = Arrays.copyOf(labels, Math.multiplyExact(2, samples));
    }
    labels[samples++] = label;
  }

  /** Writes what follows the last sample. */
  public void finish() throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(4, samples)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(labels, 0, samples);
    out.write(bytes.array());
    digest.update(bytes.array());
    String sha256 = HexFormat.of().formatHex(digest.digest());
    out.write(new FloatPartFooter(samples, shape, classes, sha256).bytes());
  }
}
