package dev.largo.collective;

import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds up nodes of the canonical sum, a tile at a time, in buffers that stay in cache and are kept
 * for the next tile. Used by one thread at a time.
 */
public final class TileSum {
  private final SummationTree tree = new SummationTree();
  private final List<float[]> stack = new ArrayList<>();
  private long overflows;

  /**
   * Completes the sum of a tile.
   *
   * @param nodes from left to right, together covering all micro-batch numbers
   * @param from position in the whole vector
   * @param length numbers, at most a tile's
   * @param wire what every addition is rounded to
   * @param sum receives the sum from {@code at} on
   */
  public void finish(
      List<? extends SumNode> nodes, int from, int length, WireFormat wire, float[] sum, int at) {
    merge(nodes, from, length, wire);
    merge(tree.depth() - 1, tree.finish(), length, wire);
    System.arraycopy(stack.get(0), 0, sum, at, length);
  }

  /**
   * Adds up siblings among neighbouring nodes.
   *
   * @return how many nodes are left, to be had from {@link #tile}
   */
  public int merge(List<? extends SumNode> nodes, int from, int length, WireFormat wire) {
    tree.clear();
    for (SumNode node : nodes) {
      int top = tree.depth();
      if (top == stack.size()) {
        stack.add(new float[Slice.TILE]);
      }
      node.read(from, length, stack.get(top));
      merge(top, tree.push(node.level(), node.index()), length, wire);
    }
    return tree.depth();
  }

  /** A node's numbers that {@link #merge} left, valid until the next call. */
  public float[] tile(int position) {
    return stack.get(position);
  }

  /** How many additions since the last call the wire's format does not hold. */
  public long takeOverflows() {
    long taken = overflows;
    overflows = 0;
    return taken;
  }

  private void merge(int top, int merges, int length, WireFormat wire) {
    for (int i = 0; i < merges; i++) {
      overflows += VectorSum.addTo(stack.get(top - i - 1), stack.get(top - i), length, wire);
    }
  }
}
