package dev.largo.optim;

import java.util.List;

/** A range [from, to) of positions within a slice. */
interface Span {
  int from();

  int to();

  /**
   * Number of the first of share {@code share} of {@code shares}, of about as many elements as the
   * others.
   *
   * @param spans in the order of their positions
   * @param length elements of the slice
   */
  static int firstOfShare(List<? extends Span> spans, int length, int share, int shares) {
    if (share == shares) {
      return spans.size();
    }
    long start = (long) length * share / shares;
    int low = 0;
    int high = spans.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (spans.get(middle).from() < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
