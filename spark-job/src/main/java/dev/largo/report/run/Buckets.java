package dev.largo.report.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * One figure over the steps of a run, which come in their order: all its values or, of a long run,
 * the median, the least and the most of each bucket of steps. It holds the values of one bucket.
 */
public final class Buckets {
  private final long width;
  private final List<Bucket> full = new ArrayList<>();
  private double[] values = new double[8];
  private int size;
  private long first;
  private long last;
  private boolean aggregated;

  /**
   * A bucket of steps.
   *
   * @param step in its middle
   * @param median of its finite values, NaN where it has none; so are the ends
   */
  record Bucket(long step, double median, double least, double most) {
    private double[] point() {
      return new double[] {step, median};
    }

    private double[] band() {
      return new double[] {step, least, most};
    }
  }

  /**
   * An empty one.
   *
   * @param width steps of a bucket
   */
  public Buckets(long width) {
    this.width = Math.max(1, width);
  }

  /** Steps of a bucket, so that there are at most so many. */
  public static long width(long steps, int most) {
    return Math.max(1, (steps + most - 1) / most);
  }

  /** Takes in a value; steps come in their order. */
  public void add(long step, double value) {
    if (last > 0 && (step - 1) / width != (last - 1) / width) {
      close();
    }
    if (last == 0) {
      first = step;
    }
    last = step;
    if (Double.isFinite(value)) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }
  }

  /** All buckets; to be called when all values are there. */
  List<Bucket> all() {
    if (last > 0) {
      close();
    }
    return full;
  }

  /** Whether any of them holds more than one step. */
  boolean aggregated() {
    return aggregated;
  }

  /** Lines through the medians: (step, median). */
  public List<double[]> medians() {
    return map(Bucket::point);
  }

  /** (step, least, most). */
  List<double[]> band() {
    return map(Bucket::band);
  }

  private List<double[]> map(Function<Bucket, double[]> point) {
    return all().stream().map(point).toList();
  }

  private void close() {
    Arrays.sort(values, 0, size);
    double median = size == 0 ? Double.NaN : (values[(size - 1) / 2] + values[size / 2]) / 2;
    aggregated |= last > first;
    full.add(
        new Bucket(
            first + (last - first) / 2,
            median,
            size == 0 ? Double.NaN : values[0],
            size == 0 ? Double.NaN : values[size - 1]));
    size = 0;
    last = 0;
  }
}
