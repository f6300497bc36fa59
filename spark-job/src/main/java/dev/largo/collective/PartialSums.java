package dev.largo.collective;

import dev.largo.config.WireFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One rank's share of a canonical sum: the sums of the largest complete subtrees in its range of
 * micro-batch numbers, at most 2 log2(M) vectors. Buffers are kept for the next step.
 */
public final class PartialSums {
  private final int size;
  private final WireFormat wire;
  private final List<float[]> vectors = new ArrayList<>();
  private final SummationTree tree = new SummationTree();
  private long overflows;

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
    overflows = 0;
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
    overflows += VectorSum.round(vectors.get(top), 0, size, wire);
    for (int merges = tree.push(0, number); merges > 0; merges--, top--) {
      overflows += VectorSum.addTo(vectors.get(top - 1), vectors.get(top), size, wire);
    }
  }

  /** The format in which every number of the sums can be told exactly. */
  public WireFormat wire() {
    return wire;
  }

  /**
   * Finite numbers, of micro-batches and of sums made here, that the wire's format does not hold:
   * they are infinite now.
   */
  public long overflows() {
    return overflows;
  }

  /** Length of the vectors. */
  public int size() {
    return size;
  }

  /** Number of subtrees. */
  public int count() {
    return tree.depth();
  }

  /** The subtrees from left to right, as they are until the next {@link #add}. */
  public List<Subtree> nodes() {
    return IntStream.range(0, count())
        .mapToObj(i -> new Subtree(tree.level(i), tree.index(i), vectors.get(i)))
        .toList();
  }

  /** One of the sums. */
  public static final class Subtree implements SumNode {
    private final int level;
    private final int index;
    private final float[] vector;

    private Subtree(int level, int index, float[] vector) {
      this.level = level;
      this.index = index;
      this.vector = vector;
    }

    @Override
    public int level() {
      return level;
    }

    @Override
    public int index() {
      return index;
    }

    /** The sum itself, not to be changed. */
    public float[] vector() {
      return vector;
    }

    @Override
    public void read(int from, int length, float[] into) {
      System.arraycopy(vector, from, into, 0, length);
    }
  }

  /**
   * The sums as bytes, little-endian: bytes of a number, size, overflows, count; then level, index
   * and vector of each, in that format.
   */
  public byte[] encode() {
    int bytes = Math.toIntExact(20 + count() * (8 + (long) wire.bytes() * size));
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(wire.bytes()).putInt(size).putLong(overflows).putInt(count());
    for (int i = 0; i < count(); i++) {
      out.putInt(tree.level(i)).putInt(tree.index(i));
      float[] vector = vectors.get(i);
      switch (wire) {
        case FP32 -> out.asFloatBuffer().put(vector);
        case FP16 -> {
          short[] halves = new short[size];
          Half.fromFloats(vector, 0, size, halves);
          out.asShortBuffer().put(halves);
        }
      }
      out.position(out.position() + wire.bytes() * size);
    }
    return out.array();
  }

  /** The sums that {@link #encode} wrote. */
  public static PartialSums decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    WireFormat wire = in.getInt() == WireFormat.FP16.bytes() ? WireFormat.FP16 : WireFormat.FP32;
    PartialSums sums = new PartialSums(in.getInt(), wire);
    sums.overflows = in.getLong();
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      if (sums.tree.push(in.getInt(), in.getInt()) != 0) {
        throw new IllegalArgumentException("partial sums hold two siblings");
      }
      float[] vector = new float[sums.size];
      switch (wire) {
        case FP32 -> in.asFloatBuffer().get(vector);
        case FP16 -> {
          short[] halves = new short[sums.size];
          in.asShortBuffer().get(halves);
          Half.toFloats(halves, sums.size, vector, 0);
        }
      }
      in.position(in.position() + wire.bytes() * sums.size);
      sums.vectors.add(vector);
    }
    return sums;
  }
}
