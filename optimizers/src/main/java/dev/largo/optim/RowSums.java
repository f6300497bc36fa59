package dev.largo.optim;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.numeric.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * Means over the rows of the trainable segments: those whose rows have more than one element.
 *
 * <p>A row is cut where it crosses a multiple of {@link Slice#TILE}, as {@link Pieces} are; every
 * rank adds the parts of all ranks in the vector's order. So the means do not depend on the slices.
 */
final class RowSums {
  private static final double[] NO_ROWS = {};

  /** Part of a row that the slice owns; [from, to) are positions within the slice. */
  private record Part(int from, int to) {}

  private final List<Segment> segments;
  private final List<Part> own = new ArrayList<>();

  /** The slice must be aligned as {@link Pieces} demands. */
  RowSums(ParameterLayout layout, Slice slice) {
    segments = layout.segments();
    for (Segment segment : segments) {
      if (hasRows(segment) && segment.end() > slice.from() && segment.offset() < slice.to()) {
        addOwn(segment, slice);
      }
    }
  }

  private void addOwn(Segment segment, Slice slice) {
    int end = Math.min(segment.end(), slice.to());
    int from = Math.max(segment.offset(), slice.from());
    while (from < end) {
      int to = Math.min(end, cut(segment, from));
      own.add(new Part(from - slice.from(), to - slice.from()));
      from = to;
    }
  }

  /**
   * Where the part that begins at a position of the vector ends: at its row's or its tile's end.
   */
  private static int cut(Segment segment, int from) {
    int row = (from - segment.offset()) / segment.rowLength();
    int rowEnd = segment.offset() + (row + 1) * segment.rowLength();
    return (int) Math.min(rowEnd, (from / Slice.TILE + 1L) * Slice.TILE);
  }

  private static boolean hasRows(Segment segment) {
    return segment.trainable() && segment.rowLength() > 1;
  }

  /** The means of the present update by segment and row, the same on every rank. */
  double[][] means(float[] update, LayerSums sums) {
    double[] parts = new double[own.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Vectors.sum(update, own.get(i).from(), own.get(i).to());
    }
    double[] all = sums.gather(parts);
    double[][] means = new double[segments.size()][];
    int next = 0;
    for (int s = 0; s < means.length; s++) {
      Segment segment = segments.get(s);
      means[s] = hasRows(segment) ? new double[segment.rows()] : NO_ROWS;
      for (int row = 0; row < means[s].length; row++) {
        int from = segment.offset() + row * segment.rowLength();
        int end = from + segment.rowLength();
        double sum = 0;
        while (from < end) {
          sum += all[next++];
          from = cut(segment, from);
        }
        means[s][row] = sum / segment.rowLength();
      }
    }
    if (next != all.length) {
      throw new IllegalStateException(
          "gathered " + all.length + " parts of rows, expected " + next);
    }
    return means;
  }
}
