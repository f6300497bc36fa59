package dev.largo.average;

import dev.largo.collective.SummationTree;
import dev.largo.data.MicroBatch;
import dev.largo.data.MicroBatchPrefetcher;
import dev.largo.train.Pass;
import dev.largo.train.Range;
import dev.largo.train.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums the moments of every batch norm's input over training samples. A rank's numbers are level,
 * index and sums of each of the largest complete subtrees of its micro-batches.
 *
 * @param samples training samples in the sum; 0: all
 */
public record MomentsPass(int samples) implements Pass {
  @Override
  public double[] run(Worker worker) throws IOException, InterruptedException {
    int total =
        samples == 0 ? worker.trainingSamples() : Math.min(samples, worker.trainingSamples());
    Range numbers = worker.share(worker.batches(total));
    SummationTree tree = new SummationTree();
    List<double[]> stack = new ArrayList<>();
    try (MicroBatchPrefetcher ahead = worker.plainTrainingBatches(numbers, total)) {
      for (int number = numbers.from(); number < numbers.to(); number++) {
        stack.add(countedMoments(worker, ahead));
        merge(stack, tree.push(0, number));
      }
    }
    return flatten(tree, stack);
  }

  /**
   * Completes the sums of all ranks.
   *
   * @param shares all ranks' numbers
   * @param statistics number of running statistics
   * @return the moments, and behind them the number of samples
   */
  static double[] total(double[] shares, int statistics) {
    SummationTree tree = new SummationTree();
    List<double[]> stack = new ArrayList<>();
    int node = statistics + 3;
    for (int at = 0; at < shares.length; at += node) {
      double[] sums = new double[statistics + 1];
      System.arraycopy(shares, at + 2, sums, 0, sums.length);
      stack.add(sums);
      merge(stack, tree.push((int) shares[at], (int) shares[at + 1]));
    }
    merge(stack, tree.finish());
    return stack.get(0);
  }

  private static double[] countedMoments(Worker worker, MicroBatchPrefetcher ahead)
      throws IOException, InterruptedException {
    MicroBatch batch = ahead.take();
    double[] moments = worker.engine().moments(batch);
    double[] counted = Arrays.copyOf(moments, moments.length + 1);
    counted[moments.length] = batch.count();
    return counted;
  }

  private static void merge(List<double[]> stack, int merges) {
    for (int i = 0; i < merges; i++) {
      double[] right = stack.remove(stack.size() - 1);
      double[] left = stack.get(stack.size() - 1);
      for (int k = 0; k < left.length; k++) {
        left[k] += right[k];
      }
    }
  }

  private static double[] flatten(SummationTree tree, List<double[]> stack) {
    int values = stack.stream().mapToInt(sums -> sums.length + 2).sum();
    double[] flat = new double[values];
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
}
