package dev.largo.data.parquet;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Class numbers of a file. Grows as they are found, whatever the footer promises. */
final class Labels {
  private static final int LEAST = 1024;

  private int[] values = new int[LEAST];
  private int size;

  void add(int label) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = label;
  }

  int size() {
    return size;
  }

  IntStream stream() {
    return Arrays.stream(values, 0, size);
  }
}
