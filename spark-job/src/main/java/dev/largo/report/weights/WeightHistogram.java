package dev.largo.report.weights;

import dev.largo.optim.layout.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * How a layer's weights are spread at a step.
 *
 * @param counts weights in each bin; bins are of equal width, from {@code least} to {@code most}
 */
public record WeightHistogram(long step, double least, double most, List<Integer> counts) {
  private static final int BINS = 30;

  public WeightHistogram {
    counts = List.copyOf(counts);
  }

  /** Counts a segment of the flat parameter vector; what is not finite is left out. */
  public static WeightHistogram of(long step, float[] parameters, Segment segment) {
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

  /** Of a bin; 0 where all weights are the same, and not above where there are none. */
  public double width() {
    return (most - least) / BINS;
  }

  /** A line over the bins' middles: (weight, share of all weights for each unit of weight). */
  public List<double[]> density() {
    double width = width();
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
