package dev.largo.report.run;

import dev.largo.optim.layout.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * How a layer's weights are spread at a step.
 *
 * @param counts weights in each bin; bins are of equal width, from {@code least} to {@code most}
 */
record WeightHistogram(long step, double least, double most, List<Integer> counts) {
  private static final int BINS = 30;

  WeightHistogram {
    counts = List.copyOf(counts);
  }

  static WeightHistogram of(long step, float[] parameters, Segment segment) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = segment.offset(); i < segment.end(); i++) {
      if (Float.isFinite(parameters[i])) {
        least = Math.min(least, parameters[i]);
        most = Math.max(most, parameters[i]);
      }
    }
    int[] counts = new int[BINS];
    for (int i = segment.offset(); i < segment.end(); i++) {
      if (Float.isFinite(parameters[i])) {
        double place = most > least ? (parameters[i] - least) / (most - least) * BINS : 0;
        counts[Math.min((int) place, BINS - 1)]++;
      }
    }
    List<Integer> all = new ArrayList<>();
    for (int count : counts) {
      all.add(count);
    }
    return new WeightHistogram(step, least, most, all);
  }

  /** A line over the bins' middles: (weight, share of all weights for each unit of weight). */
  List<double[]> density() {
    double width = (most - least) / BINS;
    double all = counts.stream().mapToInt(count -> count).sum();
    List<double[]> points = new ArrayList<>();
    if (width > 0) {
      for (int bin = 0; bin < BINS; bin++) {
        points.add(new double[] {least + (bin + 0.5) * width, counts.get(bin) / all / width});
      }
    }
    return points;
  }
}
