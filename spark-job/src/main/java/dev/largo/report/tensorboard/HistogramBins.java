package dev.largo.report.tensorboard;

import java.util.ArrayList;
import java.util.List;

/** The bins of a histogram, told by their upper ends: TensorFlow's message HistogramProto. */
final class HistogramBins {
  private final List<Double> ends = new ArrayList<>();
  private final List<Double> counts = new ArrayList<>();
  private double number;
  private double sum;
  private double squares;

  /**
   * The next bin, which begins where the one before it ends.
   *
   * @param middle what its values are taken for where they are added up
   */
  void add(double end, double middle, long count) {
    ends.add(end);
    counts.add((double) count);
    number += count;
    sum += count * middle;
    squares += count * middle * middle;
  }

  Message message(double least, double most) {
    return new Message()
        .number(1, least)
        .number(2, most)
        .number(3, number)
        .number(4, sum)
        .number(5, squares)
        .numbers(6, array(ends))
        .numbers(7, array(counts));
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
