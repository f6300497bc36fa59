package dev.largo.optim;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.numeric.Vectors;
import dev.largo.optim.transform.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Reductions over the units of the trainable segments ({@link Segment#unitLength}).
 *
 * <p>A unit is cut where it crosses a multiple of {@link Slice#TILE}, as {@link Pieces} are; every
 * rank adds the parts of all ranks in the vector's order. So the sums do not depend on the slices.
 */
final class RowSums {
  /** Part of a unit that the slice owns. */
  private record Part(int from, int to) implements Span {}

  /** The sum of something over positions of the slice. */
  private interface PartSum {
    double over(int from, int to);
  }

  private final List<Segment> segments;
  private final Slice slice;
  private final List<Part> own = new ArrayList<>();

  /** The slice must be aligned as {@link Pieces} demands. */
  RowSums(ParameterLayout layout, Slice slice) {
    segments = layout.segments();
    this.slice = slice;
    for (Segment segment : segments) {
      if (segment.trainable() && segment.end() > slice.from() && segment.offset() < slice.to()) {
        addOwn(segment);
      }
    }
  }

  private void addOwn(Segment segment) {
    int end = Math.min(segment.end(), slice.to());
    int from = Math.max(segment.offset(), slice.from());
    while (from < end) {
      int to = Math.min(end, cut(segment, from));
      own.add(new Part(from - slice.from(), to - slice.from()));
      from = to;
    }
  }

  /** Where the part that begins at a position of the vector ends: its unit's or its tile's end. */
  private static int cut(Segment segment, int from) {
    int unit = (from - segment.offset()) / segment.unitLength();
    int unitEnd = segment.offset() + (unit + 1) * segment.unitLength();
    return (int) Math.min(unitEnd, (from / Slice.TILE + 1L) * Slice.TILE);
  }

  /**
   * Measures the present update, and the weights for {@link Rows#NORMS}.
   *
   * @return what was asked for by column, segment and unit, the same on every rank: means; or norms
   *     of the update, and of the weights
   */
  double[][][] measure(
      Rows rows, float[] parameters, float[] update, LayerSums sums, Parallel parallel) {
    int shift = slice.from();
    PartSum total = (from, to) -> Vectors.sum(update, from, to);
    PartSum squares = (from, to) -> Vectors.sumOfSquares(update, from, to);
    PartSum weightSquares =
        (from, to) -> Vectors.sumOfSquares(parameters, from + shift, to + shift);
    return switch (rows) {
      case NONE -> new double[0][][];
      case MEANS -> {
        double[][][] means = gather(sums, parallel, total);
        for (int s = 0; s < segments.size(); s++) {
          int length = segments.get(s).unitLength();
          each(means[0][s], sum -> sum / length);
        }
        yield means;
      }
      case NORMS -> {
        double[][][] norms = gather(sums, parallel, squares, weightSquares);
        for (double[][] column : norms) {
          for (double[] ofSegment : column) {
            each(ofSegment, Math::sqrt);
          }
        }
        yield norms;
      }
    };
  }

  private static void each(double[] values, DoubleUnaryOperator function) {
    for (int i = 0; i < values.length; i++) {
      values[i] = function.applyAsDouble(values[i]);
    }
  }

  private double[][][] gather(LayerSums sums, Parallel parallel, PartSum... columns) {
    int width = columns.length;
    double[] parts = new double[width * own.size()];
    Span.onEach(
        own,
        slice.length(),
        parallel,
        (i, part) -> {
          for (int c = 0; c < width; c++) {
            parts[i * width + c] = columns[c].over(part.from(), part.to());
          }
        });
    return byUnit(sums.gather(parts), width);
  }

  private double[][][] byUnit(double[] all, int width) {
    double[][][] result = new double[width][segments.size()][];
    int next = 0;
    for (int s = 0; s < segments.size(); s++) {
      Segment segment = segments.get(s);
      int units = segment.trainable() ? segment.length() / segment.unitLength() : 0;
      for (double[][] column : result) {
        column[s] = new double[units];
      }
      for (int unit = 0; unit < units; unit++) {
        int from = segment.offset() + unit * segment.unitLength();
        int end = from + segment.unitLength();
        while (from < end) {
          for (double[][] column : result) {
            column[s][unit] += next < all.length ? all[next] : 0;
            next++;
          }
          from = cut(segment, from);
        }
      }
    }
    if (next != all.length) {
      throw new IllegalStateException(
          "gathered " + all.length + " parts of rows, expected " + next);
    }
    return result;
  }
}
