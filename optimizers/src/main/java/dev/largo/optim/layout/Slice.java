package dev.largo.optim.layout;

import java.util.ArrayList;
import java.util.List;

/**
 * A contiguous range of the flat parameter vector that one rank owns.
 *
 * @param from first position
 * @param to position behind the last; equal to {@code from} for an empty slice
 */
public record Slice(int from, int to) {
  /**
   * Elements in a tile: reductions run over tiles that start at multiples of it, whatever the
   * number of slices, so that a sum never depends on who computes it. 4,096 floats of gradient,
   * parameters and two state vectors fit a 64 kB share of a level-2 cache.
   */
  public static final int TILE = 4096;

  public Slice {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("slice [" + from + ", " + to + ")");
    }
  }

  /** The whole vector as one slice. */
  public static Slice whole(ParameterLayout layout) {
    return new Slice(0, layout.size());
  }

  /** Cuts a vector of {@code size} into {@code worldSize} tile-aligned slices, in rank order. */
  public static List<Slice> partition(int size, int worldSize) {
    if (worldSize < 1) {
      throw new IllegalArgumentException("worldSize must be at least 1: " + worldSize);
    }
    long tiles = ((long) size + TILE - 1) / TILE;
    List<Slice> slices = new ArrayList<>(worldSize);
    int from = 0;
    for (int rank = 1; rank <= worldSize; rank++) {
      int to = (int) Math.min(size, tiles * rank / worldSize * TILE);
      slices.add(new Slice(from, to));
      from = to;
    }
    return slices;
  }

  public int length() {
    return to - from;
  }
}
