package dev.largo.train;

import dev.largo.collective.Collective;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Histograms of the segments of a vector that lies in slices, one on each rank: each rank counts
 * its own, and all ranks add up all counts, which come to the same however the vector is cut.
 */
final class SegmentHistograms {
  /** Numbers of an entry in front of its bins: segment, count, zeros, not finite, least, most. */
  private static final int HEAD = 6;

  private final List<Segment> segments;
  private final Collective collective;

  /**
   * Histograms of some segments.
   *
   * @param segments of the vector
   */
  SegmentHistograms(List<Segment> segments, Collective collective) {
    this.segments = segments;
    this.collective = collective;
  }

  /**
   * Counts; every rank makes the call.
   *
   * @param slice that this rank has
   * @param values of the slice, and others before and after it
   * @param offset where the slice begins in them
   * @param factor that each value is multiplied by before it is counted
   * @return those of the segments, in their order; the same on every rank
   */
  List<Histogram> of(Slice slice, float[] values, int offset, float factor) {
    List<double[]> own = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      int from = Math.max(segments.get(i).offset(), slice.from());
      int to = Math.min(segments.get(i).end(), slice.to());
      if (from < to) {
        HistogramCounter counter = new HistogramCounter();
        int begin = offset - slice.from();
        for (int k = begin + from; k < begin + to; k++) {
          counter.add(values[k] * factor);
        }
        own.add(entry(i, counter.histogram()));
      }
    }
    return sums(collective.allGather(own.stream().flatMapToDouble(Arrays::stream).toArray()));
  }

  private List<Histogram> sums(double[] all) {
    Histogram[] sums = new Histogram[segments.size()];
    int at = 0;
    while (at < all.length) {
      Histogram.Bins negative = bins(all, at + HEAD);
      int second = at + HEAD + length(negative);
      Histogram.Bins positive = bins(all, second);
      Histogram part =
          new Histogram(
              (long) all[at + 1],
              (long) all[at + 2],
              (long) all[at + 3],
              all[at + 4],
              all[at + 5],
              negative,
              positive);
      int segment = (int) all[at];
      sums[segment] = sums[segment] == null ? part : sums[segment].plus(part);
      at = second + length(positive);
    }
    return List.of(sums);
  }

  /** A segment's counts as numbers; float64 holds every one. */
  private static double[] entry(int segment, Histogram one) {
    int second = HEAD + length(one.negative());
    double[] entry = new double[second + length(one.positive())];
    entry[0] = segment;
    entry[1] = one.count();
    entry[2] = one.zeros();
    entry[3] = one.nonFinite();
    entry[4] = one.least();
    entry[5] = one.most();
    put(one.negative(), entry, HEAD);
    put(one.positive(), entry, second);
    return entry;
  }

  /** Numbers that bins take: the first one's, how many there are, and their counts. */
  private static int length(Histogram.Bins bins) {
    return 2 + bins.counts().size();
  }

  private static void put(Histogram.Bins bins, double[] entry, int at) {
    entry[at] = bins.first();
    entry[at + 1] = bins.counts().size();
    for (int i = 0; i < bins.counts().size(); i++) {
      entry[at + 2 + i] = bins.counts().get(i);
    }
  }

  private static Histogram.Bins bins(double[] all, int at) {
    List<Long> counts = new ArrayList<>();
    for (int i = 0; i < (int) all[at + 1]; i++) {
      counts.add((long) all[at + 2 + i]);
    }
    return new Histogram.Bins((int) all[at], counts);
  }
}
