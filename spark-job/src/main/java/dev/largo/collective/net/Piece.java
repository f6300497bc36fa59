package dev.largo.collective.net;

import dev.largo.optim.layout.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * What is filled, sent and taken in one go: positions of the vector.
 *
 * @param target number of the slice that they belong to
 */
record Piece(int target, int from, int length) {
  /** Bytes of a piece at most: with a copy on its way it stays within a level-2 cache. */
  static final int MAX_BYTES = 128 << 10;

  /**
   * Cuts slices into pieces, in turns, so that all slices progress alike.
   *
   * @param unit bytes a position takes, at most {@link #MAX_BYTES}
   */
  static List<Piece> cut(List<Slice> slices, int unit) {
    int step = MAX_BYTES / unit;
    List<Piece> pieces = new ArrayList<>();
    boolean more = true;
    for (long offset = 0; more; offset += step) {
      more = false;
      for (int target = 0; target < slices.size(); target++) {
        Slice slice = slices.get(target);
        if (offset < slice.length()) {
          int length = (int) Math.min(step, slice.length() - offset);
          pieces.add(new Piece(target, slice.from() + (int) offset, length));
          more = true;
        }
      }
    }
    return pieces;
  }
}
