package dev.largo.train;

import dev.largo.optim.layout.Slice;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a slice's owner knows beyond the parameters: named vectors over the slice, and counters.
 *
 * <p>As a file: magic, version, from, to; number of counters, then name and value of each; number
 * of vectors, then name and little-endian floats of each.
 */
final class SliceState {
  private static final int MAGIC = 0x4C_41_52_47;
  private static final int VERSION = 1;

  private final Slice slice;
  private final Map<String, float[]> vectors = new LinkedHashMap<>();
  private final Map<String, Long> counters = new LinkedHashMap<>();

  SliceState(Slice slice) {
    this.slice = slice;
  }

  Slice slice() {
    return slice;
  }

  Map<String, float[]> vectors() {
    return vectors;
  }

  Map<String, Long> counters() {
    return counters;
  }

  /** The vectors whose names begin with a prefix, without it. */
  Map<String, float[]> vectors(String prefix) {
    Map<String, float[]> found = new LinkedHashMap<>();
    vectors.forEach(
        (name, vector) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), vector);
          }
        });
    return found;
  }

  void putVectors(String prefix, Map<String, float[]> named) {
    named.forEach((name, vector) -> vectors.put(prefix + name, vector));
  }

  /** The counter of that name, 0 if there is none. */
  long counter(String name) {
    return counters.getOrDefault(name, 0L);
  }

  /** A text, kept as the name of a counter. */
  void putText(String prefix, String text) {
    counters.put(prefix + text, 0L);
  }

  /** What {@link #putText} was given; empty if there is none. */
  String text(String prefix) {
    return counters.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .findFirst()
        .orElse("");
  }

  /** Float64 numbers, kept as counters that hold their bits. */
  void putNumbers(String prefix, double[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      counters.put(prefix + i, Double.doubleToRawLongBits(numbers[i]));
    }
  }

  /** What {@link #putNumbers} was given. */
  double[] numbers(String prefix) {
    return IntStream.iterate(0, i -> counters.containsKey(prefix + i), i -> i + 1)
        .mapToDouble(i -> Double.longBitsToDouble(counters.getOrDefault(prefix + i, 0L)))
        .toArray();
  }

  void write(OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeInt(slice.from());
    out.writeInt(slice.to());
    out.writeInt(counters.size());
    for (Map.Entry<String, Long> counter : counters.entrySet()) {
      out.writeUTF(counter.getKey());
      out.writeLong(counter.getValue());
    }
    out.writeInt(vectors.size());
    ByteBuffer chunk = ByteBuffer.allocate(4 * Slice.TILE).order(ByteOrder.LITTLE_ENDIAN);
    for (Map.Entry<String, float[]> vector : vectors.entrySet()) {
      out.writeUTF(vector.getKey());
      float[] values = vector.getValue();
      for (int from = 0; from < values.length; from += Slice.TILE) {
        int length = Math.min(Slice.TILE, values.length - from);
        chunk.asFloatBuffer().put(values, from, length);
        out.write(chunk.array(), 0, 4 * length);
      }
    }
    out.flush();
  }

  static SliceState read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    int magic = in.readInt();
    int version = in.readInt();
    if (magic != MAGIC || version != VERSION) {
      throw new IOException("not a state file of version " + VERSION);
    }
    SliceState state = new SliceState(new Slice(in.readInt(), in.readInt()));
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      state.counters.put(name, in.readLong());
    }
    ByteBuffer chunk = ByteBuffer.allocate(4 * Slice.TILE).order(ByteOrder.LITTLE_ENDIAN);
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      float[] values = new float[state.slice.length()];
      for (int from = 0; from < values.length; from += Slice.TILE) {
        int length = Math.min(Slice.TILE, values.length - from);
        in.readFully(chunk.array(), 0, 4 * length);
        chunk.asFloatBuffer().get(values, from, length);
      }
      state.vectors.put(name, values);
    }
    return state;
  }

  /** Becomes a copy of another state of the same slice, in the memory of the vectors it has. */
  void become(SliceState other) {
    counters.clear();
    vectors.keySet().retainAll(other.vectors.keySet());
    copyFrom(other);
  }

  /** Copies what another state has of this one's slice; counters are the same in all of them. */
  void copyFrom(SliceState other) {
    counters.putAll(other.counters);
    int from = Math.max(slice.from(), other.slice.from());
    int to = Math.min(slice.to(), other.slice.to());
    other.vectors.forEach(
        (name, values) -> {
          float[] mine = vectors.computeIfAbsent(name, n -> new float[slice.length()]);
          if (from < to) {
            System.arraycopy(
                values, from - other.slice.from(), mine, from - slice.from(), to - from);
          }
        });
  }
}
