package dev.largo.collective;

import dev.largo.config.WireFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One rank's share of a canonical sum: the sums of the largest complete subtrees in its range of
 * micro-batch numbers, at most 2 log2(M) vectors. Buffers are kept for the next step.
 */
public final class PartialSums {
  private final int size;
  private final WireFormat wire;
  private final List<float[]> vectors = new ArrayList<>();
  private final SummationTree tree = new SummationTree();

  /**
   * An empty sum.
   *
   * @param size length of the vectors
   * @param wire format that every node of the sum is rounded to
   */
  public PartialSums(int size, WireFormat wire) {
    this.size = size;
    this.wire = wire;
  }

  /** Forgets the sums, keeps the memory. */
  public void clear() {
    tree.clear();
  }

  /**
   * Adds a micro-batch's vector; numbers come in ascending order, without gaps.
   *
   * @param vector {@code size} floats from its position on; its position is not changed
   */
  public void add(int number, FloatBuffer vector) {
    if (tree.depth() == vectors.size()) {
      vectors.add(new float[size]);
    }
    int top = tree.depth();
    vector.get(vector.position(), vectors.get(top));
    for (int merges = tree.push(0, number); merges > 0; merges--, top--) {
      VectorSum.addTo(vectors.get(top - 1), vectors.get(top));
    }
  }

  /** The format in which every number of the sums can be told exactly. */
  public WireFormat wire() {
    return wire;
  }

  /** Number of subtrees. */
  public int count() {
    return tree.depth();
  }

  int level(int i) {
    return tree.level(i);
  }

  int index(int i) {
    return tree.index(i);
  }

  float[] vector(int i) {
    return vectors.get(i);
  }

  /** The sums as bytes: size, count, then level, index and vector of each, little-endian. */
  public byte[] encode() {
    int bytes = Math.toIntExact(8 + count() * (8 + 4L * size));
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(size).putInt(count());
    for (int i = 0; i < count(); i++) {
      out.putInt(level(i)).putInt(index(i));
      out.asFloatBuffer().put(vector(i));
      out.position(out.position() + 4 * size);
    }
    return out.array();
  }

  /** The sums that {@link #encode} wrote. */
  public static PartialSums decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    PartialSums sums = new PartialSums(in.getInt(), WireFormat.FP32);
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      if (sums.tree.push(in.getInt(), in.getInt()) != 0) {
        throw new IllegalArgumentException("partial sums hold two siblings");
      }
      float[] vector = new float[sums.size];
      in.asFloatBuffer().get(vector);
      in.position(in.position() + 4 * sums.size);
      sums.vectors.add(vector);
    }
    return sums;
  }
}
