package dev.largo.optim;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * The vector cut at every multiple of {@link Slice#TILE} and at every segment's end: the units of
 * work, and of partial sums.
 *
 * <p>The cuts depend on the layout alone. A slice begins and ends at a tile's boundary, so it owns
 * whole pieces, and the slices' pieces one behind the other are all pieces in order.
 */
final class Pieces {
  /** Part of segment number {@code segment}; [from, to) are positions within the slice. */
  record Piece(int segment, int from, int to) implements Span {}

  private final List<Piece> own = new ArrayList<>();
  private final int[] countBySegment;
  private int count;

  Pieces(ParameterLayout layout, Slice slice) {
    requireAligned(layout, slice);
    List<Segment> segments = layout.segments();
    countBySegment = new int[segments.size()];
    for (int s = 0; s < countBySegment.length; s++) {
      int end = segments.get(s).end();
      int from = segments.get(s).offset();
      while (from < end) {
        int to = (int) Math.min(end, (from / Slice.TILE + 1L) * Slice.TILE);
        if (slice.from() <= from && to <= slice.to()) {
          own.add(new Piece(s, from - slice.from(), to - slice.from()));
        }
        countBySegment[s]++;
        count++;
        from = to;
      }
    }
  }

  private static void requireAligned(ParameterLayout layout, Slice slice) {
    boolean within = slice.to() <= layout.size();
    boolean aligned =
        slice.length() == 0
            || (slice.from() % Slice.TILE == 0
                && (slice.to() % Slice.TILE == 0 || slice.to() == layout.size()));
    if (!within || !aligned) {
      throw new IllegalArgumentException(
          "slice [%d, %d) must begin and end at a multiple of %d or at the vector's end, %d"
              .formatted(slice.from(), slice.to(), Slice.TILE, layout.size()));
    }
  }

  /** The slice's pieces, in order. */
  List<Piece> own() {
    return own;
  }

  /**
   * Adds partial sums up to sums per segment, in the order of the pieces.
   *
   * @param sums of all pieces of all slices, {@code columns} to a piece
   * @return the {@code column}-th sum by segment
   */
  double[] bySegment(double[] sums, int columns, int column) {
    if (sums.length != count * columns) {
      throw new IllegalStateException(
          "gathered %d partial sums, expected %d pieces of %d"
              .formatted(sums.length, count, columns));
    }
    double[] result = new double[countBySegment.length];
    int next = column;
    for (int s = 0; s < result.length; s++) {
      double sum = 0;
      for (int i = 0; i < countBySegment[s]; i++, next += columns) {
        sum += sums[next];
      }
      result[s] = sum;
    }
    return result;
  }
}
