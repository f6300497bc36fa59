package dev.largo.optim.numeric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** State as float vectors of one length by name, in a fixed order: what a checkpoint saves. */
public final class NamedVectors {
  private final String owner;
  private final Map<String, float[]> vectors = new LinkedHashMap<>();
  private final Map<String, float[]> view = Collections.unmodifiableMap(vectors);

  /**
   * All zero.
   *
   * @param owner whose state it is, for messages
   * @throws IllegalArgumentException if two names are equal
   */
  public NamedVectors(String owner, List<String> names, int length) {
    this.owner = owner;
    for (String name : names) {
      if (vectors.put(name, new float[length]) != null) {
        throw new IllegalArgumentException(owner + " state: two vectors are named " + name);
      }
    }
  }

  /** The live vector of that name. */
  public float[] vector(String name) {
    float[] vector = vectors.get(name);
    if (vector == null) {
      throw new IllegalArgumentException(
          owner + " state: no vector is named " + name + ", there are " + vectors.keySet());
    }
    return vector;
  }

  /** The live vectors in an unmodifiable map. */
  public Map<String, float[]> view() {
    return view;
  }

  /**
   * Copies saved vectors in.
   *
   * @throws IllegalArgumentException if a name is missing or unknown, or a length is wrong; nothing
   *     is changed then
   */
  public void restore(Map<String, float[]> saved) {
    if (!saved.keySet().equals(vectors.keySet())) {
      throw new IllegalArgumentException(
          owner + " state: got vectors " + saved.keySet() + ", expected " + vectors.keySet());
    }
    saved.forEach(this::requireLength);
    saved.forEach((name, values) -> System.arraycopy(values, 0, vector(name), 0, values.length));
  }

  private void requireLength(String name, float[] values) {
    int expected = vector(name).length;
    if (values.length != expected) {
      throw new IllegalArgumentException(
          "%s state: vector %s has length %d, expected %d"
              .formatted(owner, name, values.length, expected));
    }
  }
}
