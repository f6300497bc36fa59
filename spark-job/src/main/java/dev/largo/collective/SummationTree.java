package dev.largo.collective;

import java.util.Arrays;

/**
 * The canonical order of a sum over numbered micro-batches: the binary tree whose node (level,
 * index) covers the numbers [index 2^level, (index + 1) 2^level).
 *
 * <p>A stack machine: the caller keeps a stack of values beside this one, pushes nodes from left to
 * right, and adds the topmost value to the one below it as often as it is told. Since only siblings
 * are ever merged, the additions, and so the rounding, depend on the numbers alone, not on who held
 * which. Where the number of micro-batches is no power of two, a node without a right sibling
 * stands for its parent.
 */
public final class SummationTree {
  private int[] levels = new int[8];
  private int[] indices = new int[8];
  private int depth;

  /**
   * Puts a node on the stack, right of all that are there.
   *
   * @return how many times the topmost value is now to be added to the one below it
   */
  public int push(int level, int index) {
    if (depth > 0) {
      long end = (indices[depth - 1] + 1L) << levels[depth - 1];
      if ((long) index << level != end) {
        throw new IllegalArgumentException(
            "node (" + level + ", " + index + ") does not follow number " + (end - 1));
      }
    }
    if (depth == levels.length) {
      levels = Arrays.copyOf(levels, depth * 2);
      indices = Arrays.copyOf(indices, depth * 2);
    }
    levels[depth] = level;
    indices[depth] = index;
    depth++;
    int merges = 0;
    while (depth > 1 && areSiblings(depth - 2, depth - 1)) {
      depth--;
      levels[depth - 1]++;
      indices[depth - 1] /= 2;
      merges++;
    }
    return merges;
  }

  /**
   * Ends the sum when every number has been pushed, and empties the stack.
   *
   * @return how many times the topmost value is now to be added to the one below it
   */
  public int finish() {
    int merges = Math.max(0, depth - 1);
    depth = 0;
    return merges;
  }

  /** Nodes on the stack: the largest complete subtrees of what was pushed. */
  public int depth() {
    return depth;
  }

  /** Level of the node at a position of the stack, 0 being the leftmost. */
  public int level(int position) {
    return levels[position];
  }

  /** Index of the node at a position of the stack, 0 being the leftmost. */
  public int index(int position) {
    return indices[position];
  }

  /** Empties the stack. */
  public void clear() {
    depth = 0;
  }

  private boolean areSiblings(int left, int right) {
    return levels[left] == levels[right]
        && indices[left] % 2 == 0
        && indices[right] == indices[left] + 1;
  }
}
