package dev.largo.collective;

import java.util.ArrayList;
import java.util.List;

/**
 * Float64 sums over numbered micro-batches in canonical order, of which every rank computes a part:
 * the same bits however the numbers were shared out. For passes over data; a training step's sums
 * are {@link PartialSums}.
 */
public final class TreeSums {
  private final SummationTree tree = new SummationTree();
  private final List<double[]> stack = new ArrayList<>();

  /**
   * Adds what stands next to the last one.
   *
   * @param number the micro-batch's
   * @param values kept, and changed
   */
  public void add(int number, double[] values) {
    push(0, number, values);
  }

  /** Level, index and sums of each of the largest complete subtrees of what was added. */
  public double[] parts() {
    double[] flat = new double[stack.stream().mapToInt(sums -> sums.length + 2).sum()];
    int at = 0;
    for (int i = 0; i < stack.size(); i++) {
      double[] sums = stack.get(i);
      flat[at] = tree.level(i);
      flat[at + 1] = tree.index(i);
      System.arraycopy(sums, 0, flat, at + 2, sums.length);
      at += sums.length + 2;
    }
    return flat;
  }

  /**
   * Completes the sums of all ranks.
   *
   * @param parts all ranks' {@link #parts}, one after the other in rank order; at least one
   * @param length of a sum
   */
  public static double[] total(double[] parts, int length) {
    TreeSums sums = new TreeSums();
    for (int at = 0; at < parts.length; at += length + 2) {
      double[] values = new double[length];
      System.arraycopy(parts, at + 2, values, 0, length);
      sums.push((int) parts[at], (int) parts[at + 1], values);
    }
    sums.merge(sums.tree.finish());
    return sums.stack.get(0);
  }

  private void push(int level, int index, double[] values) {
    stack.add(values);
    merge(tree.push(level, index));
  }

  private void merge(int merges) {
    for (int i = 0; i < merges; i++) {
      double[] right = stack.remove(stack.size() - 1);
      double[] left = stack.get(stack.size() - 1);
      for (int k = 0; k < left.length; k++) {
        left[k] += right[k];
      }
    }
  }
}
