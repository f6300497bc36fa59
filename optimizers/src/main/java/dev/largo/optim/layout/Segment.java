package dev.largo.optim.layout;

import java.io.Serializable;
import java.util.List;

/**
 * A named, contiguous part of the flat parameter vector: one "layer" of a trust ratio.
 *
 * @param name unique, such as {@code conv1.W}
 * @param layer the network's layer it belongs to, such as {@code conv1}
 * @param offset position of its first element in the flat vector
 * @param length number of elements, above 0; the last one's position is an int
 * @param shape logical shape: at least one dimension, each above 0; their product is {@code length}
 * @param rows output units, each with its inputs side by side in the flat vector; divides {@code
 *     length}
 */
public record Segment(
    String name, String layer, Role role, int offset, int length, List<Integer> shape, int rows)
    implements Serializable {
  public Segment {
    shape = List.copyOf(shape);
    // Compared with every dimension on the way, so that no product can overflow.
    boolean fits = offset >= 0 && length > 0 && !shape.isEmpty();
    long product = 1;
    for (int dimension : shape) {
      fits &= dimension > 0 && product <= length;
      product *= fits ? dimension : 1;
    }
    if (!fits || product != length || length > Integer.MAX_VALUE - offset) {
      throw new IllegalArgumentException(
          "segment " + name + ": offset=" + offset + ", length=" + length + ", shape=" + shape);
    }
    if (rows <= 0 || length % rows != 0) {
      throw new IllegalArgumentException(
          "segment " + name + ": rows must divide length=" + length + ": " + rows);
    }
  }

  /** A segment in row-major order whose first dimension is that of the output units. */
  public Segment(
      String name, String layer, Role role, int offset, int length, List<Integer> shape) {
    this(name, layer, role, offset, length, shape, shape.isEmpty() ? 1 : shape.get(0));
  }

  /** Elements of a row; 1 for a vector, of which each element is an output unit. */
  public int rowLength() {
    return length / rows;
  }

  /**
   * Elements of a unit, of which reductions by output unit are taken: a row, or a vector as a
   * whole.
   */
  public int unitLength() {
    return rowLength() > 1 ? rowLength() : length;
  }

  /** Position behind its last element. */
  public int end() {
    return offset + length;
  }

  /** Whether the optimizer changes it. */
  public boolean trainable() {
    return role != Role.RUNNING_STATISTIC;
  }
}
