package dev.largo.train;

import java.util.ArrayList;
import java.util.List;

/** Counts values into a {@link Histogram}. */
final class HistogramCounter {
  /** Bits of a float32 behind its sign, its exponent and two bits of its fraction. */
  private static final int SHIFT = 21;

  /** The same bits of 1, whose bin is 0. */
  private static final int ONE = Float.floatToRawIntBits(1) >>> SHIFT;

  /** Of the smallest number that is no denormal, and of infinity. */
  private static final int LOWEST = Float.floatToRawIntBits(Float.MIN_NORMAL) >>> SHIFT;

  private static final int INFINITE = Float.floatToRawIntBits(Float.POSITIVE_INFINITY) >>> SHIFT;

  /** What the sign adds. */
  private static final int SIGN = 1 << (Integer.SIZE - 1 - SHIFT);

  /** What a zero adds; -0 has its sign beside it. */
  private static final int ZERO = 2 * SIGN;

  /** By the first bits of a value, its sign included; behind them 0 and -0. */
  private final long[] counts = new long[ZERO + SIGN + 1];

  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  /** Takes in a value, whatever it is. */
  void add(float value) {
    int bits = Float.floatToRawIntBits(value);
    // Without a branch: whether a ReLU's output is 0 cannot be predicted.
    int isZero = ((bits & Integer.MAX_VALUE) - 1) >>> (Integer.SIZE - 1);
    counts[(bits >>> SHIFT) + ZERO * isZero]++;
    if (value < least && value >= -Float.MAX_VALUE) {
      least = value;
    }
    if (value > most && value <= Float.MAX_VALUE) {
      most = value;
    }
  }

  /** Takes in all values of another histogram. */
  void add(Histogram histogram) {
    counts[ZERO] += histogram.zeros();
    counts[INFINITE] += histogram.nonFinite();
    add(histogram.negative(), SIGN);
    add(histogram.positive(), 0);
    if (!Double.isNaN(histogram.least())) {
      least = Math.min(least, histogram.least());
      most = Math.max(most, histogram.most());
    }
  }

  private void add(Histogram.Bins bins, int sign) {
    for (int bin = bins.first(); bin < bins.end(); bin++) {
      counts[sign + ONE + bin] += bins.in(bin);
    }
  }

  /** What was counted so far. */
  Histogram histogram() {
    long all = 0;
    long nonFinite = 0;
    for (int code = 0; code < counts.length; code++) {
      all += counts[code];
      nonFinite += code % SIGN >= INFINITE ? counts[code] : 0;
    }
    boolean none = all == nonFinite;
    return new Histogram(
        all,
        counts[ZERO] + counts[ZERO + SIGN],
        nonFinite,
        none ? Double.NaN : least + 0.0, // Which of 0 and -0 it is depends on the order.
        none ? Double.NaN : most + 0.0,
        bins(SIGN),
        bins(0));
  }

  private Histogram.Bins bins(int sign) {
    long[] side = new long[INFINITE - LOWEST];
    for (int code = 0; code < INFINITE; code++) {
      side[Math.max(code, LOWEST) - LOWEST] += counts[sign + code];
    }
    int first = 0;
    int end = side.length;
    while (end > 0 && side[end - 1] == 0) {
      end--;
    }
    while (first < end && side[first] == 0) {
      first++;
    }
    if (first == end) {
      return Histogram.Bins.NONE;
    }
    List<Long> held = new ArrayList<>(end - first);
    for (int i = first; i < end; i++) {
      held.add(side[i]);
    }
    return new Histogram.Bins(first + LOWEST - ONE, held);
  }
}
