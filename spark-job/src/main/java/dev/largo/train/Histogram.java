package dev.largo.train;

import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * How float32 values are spread over bins that are the same for all values there are: histograms of
 * parts add up to that of the whole, to the last count and in any order.
 *
 * <p>On either side of 0 there are four bins to each doubling, numbered by the values' magnitudes:
 * bin b holds edge(b) &lt;= |x| &lt; edge(b + 1), where edge(b) = (1 + (b mod 4) / 4) 2^floor(b /
 * 4). That is a float32's exponent with the first two bits of its fraction; edge(0) is 1. What is
 * smaller than the lowest bin, a denormal, counts there.
 *
 * @param count all values
 * @param zeros those that are 0, or -0; they are in no bin
 * @param nonFinite those that are NaN or infinite; they are in no bin
 * @param least of the finite values; NaN where there is none
 * @param most of the finite values; NaN where there is none
 * @param negative bins of the values below 0
 * @param positive bins of the values above 0
 */
public record Histogram(
    long count, long zeros, long nonFinite, double least, double most, Bins negative, Bins positive)
    implements Serializable {
  /** Bins to each doubling of a magnitude. */
  public static final int BINS_PER_DOUBLING = 4;

  /**
   * The bins of one side, from the lowest that holds anything to the highest.
   *
   * @param first number of the first one; 0 where there is none
   * @param counts values in it and in those after it
   */
  public record Bins(int first, List<Long> counts) implements Serializable {
    /** A side without values. */
    public static final Bins NONE = new Bins(0, List.of());

    public Bins {
      counts = List.copyOf(counts);
    }

    /** Number behind that of the last bin. */
    public int end() {
      return first + counts.size();
    }

    /** Values in a bin, which may lie anywhere. */
    public long in(int bin) {
      return bin < first || bin >= end() ? 0 : counts.get(bin - first);
    }
  }

  /** The magnitude that a bin begins with; an exact double. */
  public static double edge(int bin) {
    double fraction = 1 + (double) Math.floorMod(bin, BINS_PER_DOUBLING) / BINS_PER_DOUBLING;
    return Math.scalb(fraction, Math.floorDiv(bin, BINS_PER_DOUBLING));
  }

  /** The magnitude in the middle of a bin. */
  public static double middle(int bin) {
    return (edge(bin) + edge(bin + 1)) / 2;
  }

  /** Counts what is in a buffer, from its position to its limit. */
  public static Histogram of(FloatBuffer values) {
    HistogramCounter counter = new HistogramCounter();
    for (int i = values.position(); i < values.limit(); i++) {
      counter.add(values.get(i));
    }
    return counter.histogram();
  }

  /** The histogram of this one's values together with another's. */
  public Histogram plus(Histogram other) {
    HistogramCounter counter = new HistogramCounter();
    counter.add(this);
    counter.add(other);
    return counter.histogram();
  }

  /** Share of the values that are 0; NaN where there are no values. */
  public double zeroShare() {
    return (double) zeros / count;
  }

  /**
   * The magnitude below which a share of the magnitudes lie, zeros among them, those that are not
   * finite left out: the middle of the bin that it is in. NaN where there is no finite value.
   *
   * @param share in [0, 1]
   */
  public double magnitude(double share) {
    long finite = count - nonFinite;
    if (finite == 0) {
      return Double.NaN;
    }
    double wanted = share * finite;
    double below = zeros;
    if (below >= wanted && zeros > 0) {
      return 0;
    }
    int bin = lowestBin();
    for (; bin < endOfBins() - 1; bin++) {
      below += negative.in(bin) + positive.in(bin);
      if (below >= wanted) {
        break;
      }
    }
    return middle(bin);
  }

  /** The lowest bin of either side that holds anything; 0 where none does. */
  public int lowestBin() {
    if (negative.counts().isEmpty()) {
      return positive.first();
    }
    return positive.counts().isEmpty()
        ? negative.first()
        : Math.min(negative.first(), positive.first());
  }

  /**
   * Number behind that of the highest bin of either side that holds anything; 0 where none does.
   */
  public int endOfBins() {
    if (negative.counts().isEmpty()) {
      return positive.end();
    }
    return positive.counts().isEmpty() ? negative.end() : Math.max(negative.end(), positive.end());
  }
}
