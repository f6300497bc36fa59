package dev.largo.analyze.box;

/**
 * The variables that come to a wall on a path, the first one first: a heap, since most often only
 * few of them are asked for.
 */
final class Walls {
  private final double[] times;
  private final int[] heap;
  private int size;

  /**
   * All variables that come to one.
   *
   * @param times when each does; infinite, or not above 0, if it does not
   */
  Walls(double[] times) {
    this.times = times;
    heap = new int[times.length];
    for (int i = 0; i < times.length; i++) {
      if (times[i] > 0 && times[i] < Double.POSITIVE_INFINITY) {
        heap[size++] = i;
      }
    }
    for (int at = size / 2 - 1; at >= 0; at--) {
      sink(at);
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The next variable. */
  int first() {
    return heap[0];
  }

  void removeFirst() {
    heap[0] = heap[--size];
    sink(0);
  }

  private void sink(int from) {
    int at = from;
    int moved = heap[at];
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], moved)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = moved;
  }

  /** Of two at the same time the lower number: the order is the same every time. */
  private boolean isBefore(int one, int other) {
    return times[one] < times[other] || (times[one] == times[other] && one < other);
  }
}
