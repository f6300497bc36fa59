package dev.largo.optim;

import java.util.List;

/** A range [from, to) of positions within a slice. */
interface Span {
  int from();

  int to();

  /** Work on a span, whose number among its likes is {@code i}. */
  interface Work<S> {
    void on(int i, S span);
  }

  /**
   * Works on all spans: each thread on those of its share, one behind the other.
   *
   * @param spans in the order of their positions
   * @param length elements of the slice
   */
  static <S extends Span> void onEach(
      List<S> spans, int length, Parallel parallel, Work<? super S> work) {
    int threads = parallel.threads();
    parallel.run(
        share -> {
          int end = firstOfShare(spans, length, share + 1, threads);
          for (int i = firstOfShare(spans, length, share, threads); i < end; i++) {
            work.on(i, spans.get(i));
          }
        });
  }

  /**
   * Number of the first of share {@code share} of {@code shares}, of about as many elements as the
   * others.
   *
   * @param spans in the order of their positions
   * @param length elements of the slice
   */
  private static int firstOfShare(List<? extends Span> spans, int length, int share, int shares) {
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
