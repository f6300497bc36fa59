package dev.largo.data.shard;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found out about files, as long as they stay the same and memory allows: a set is opened
 * for its class names, for training, and by other workers of the process.
 */
public final class Remembered<V> {
  /** Finds it out. */
  public interface Reading<V> {
    /** What is to be remembered. */
    V read() throws IOException;
  }

  private final Map<List<ShardFile>, SoftReference<V>> known = new HashMap<>();

  /** What is known of these files, or is read now, by one thread at a time. */
  public synchronized V of(List<ShardFile> files, Reading<V> reading) throws IOException {
    known.values().removeIf(value -> value.get() == null);
    SoftReference<V> reference = known.get(files);
    V value = reference == null ? null : reference.get();
    if (value == null) {
      value = reading.read();
      known.put(List.copyOf(files), new SoftReference<>(value));
    }
    return value;
  }
}
