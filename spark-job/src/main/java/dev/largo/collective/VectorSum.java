package dev.largo.collective;

import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.util.List;

/** Completes the canonical sum of float vectors, tile by tile, so that each is read once. */
public final class VectorSum {
  private VectorSum() {}

  /**
   * {@code sum += addend} over the first {@code length} numbers, each rounded to the wire's format.
   *
   * @return how many sums of finite numbers the format does not hold
   */
  static int addTo(float[] sum, float[] addend, int length, WireFormat wire) {
    int overflows = 0;
    for (int from = 0; from < length; from += Slice.TILE) {
      int to = Math.min(length, from + Slice.TILE);
      for (int i = from; i < to; i++) {
        sum[i] += addend[i];
      }
      overflows += round(sum, from, to, wire);
    }
    return overflows;
  }

  /**
   * Rounds a range to what the wire can tell exactly.
   *
   * @return how many numbers of it were finite and are no longer
   */
  static int round(float[] values, int from, int to, WireFormat wire) {
    return switch (wire) {
      case FP32 -> 0;
      case FP16 -> HalfRounding.round(values, from, to);
    };
  }

  /**
   * Sums a slice of all ranks' partial sums.
   *
   * @param partials by rank, together covering all micro-batch numbers
   * @param sum receives the sum, {@code float[slice.length()]}
   * @return how many of the additions made here the wire's format does not hold
   */
  public static long finish(List<PartialSums> partials, Slice slice, float[] sum) {
    WireFormat wire = partials.get(0).wire();
    List<PartialSums.Subtree> nodes =
        partials.stream().flatMap(rank -> rank.nodes().stream()).toList();
    TileSum tiles = new TileSum();
    for (int from = slice.from(); from < slice.to(); from += Slice.TILE) {
      int length = Math.min(Slice.TILE, slice.to() - from);
      tiles.finish(nodes, from, length, wire, sum, from - slice.from());
    }
    return tiles.takeOverflows();
  }
}
