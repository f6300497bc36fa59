package dev.largo.collective;

import dev.largo.optim.layout.Slice;
import java.util.ArrayList;
import java.util.List;

/** Completes the canonical sum of float vectors, tile by tile, so that each is read once. */
public final class VectorSum {
  private VectorSum() {}

  /** {@code sum += addend}. */
  static void addTo(float[] sum, float[] addend) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += addend[i];
    }
  }

  /**
   * Sums a slice of all ranks' partial sums.
   *
   * @param partials by rank, together covering all micro-batch numbers
   * @param sum receives the sum, {@code float[slice.length()]}
   */
  public static void finish(List<PartialSums> partials, Slice slice, float[] sum) {
    SummationTree tree = new SummationTree();
    List<float[]> stack = new ArrayList<>();
    for (int from = slice.from(); from < slice.to(); from += Slice.TILE) {
      int length = Math.min(Slice.TILE, slice.to() - from);
      for (PartialSums rank : partials) {
        for (int i = 0; i < rank.count(); i++) {
          int top = tree.depth();
          if (top == stack.size()) {
            stack.add(new float[Slice.TILE]);
          }
          System.arraycopy(rank.vector(i), from, stack.get(top), 0, length);
          merge(stack, top, tree.push(rank.level(i), rank.index(i)));
        }
      }
      merge(stack, tree.depth() - 1, tree.finish());
      System.arraycopy(stack.get(0), 0, sum, from - slice.from(), length);
    }
  }

  private static void merge(List<float[]> stack, int top, int merges) {
    for (int i = 0; i < merges; i++) {
      addTo(stack.get(top - i - 1), stack.get(top - i));
    }
  }
}
