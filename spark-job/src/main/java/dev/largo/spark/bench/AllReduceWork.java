package dev.largo.spark.bench;

import dev.largo.collective.Collective;
import dev.largo.collective.PartialSums;
import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reduce-scatter and all-gather of one vector a rank, by every wire in turn. Signs change from
 * round to round, so that no round can pass with the numbers of the one before.
 */
final class AllReduceWork implements RankWork {
  private static final long serialVersionUID = 1L;

  private final int size;
  private final List<WireFormat> wires;
  private final int rounds;

  AllReduceWork(int size, List<WireFormat> wires, int rounds) {
    this.size = size;
    this.wires = List.copyOf(wires);
    this.rounds = rounds;
  }

  @Override
  public List<List<Double>> run(Collective collective) {
    return wires.stream().map(wire -> measure(collective, wire)).toList();
  }

  private List<Double> measure(Collective collective, WireFormat wire) {
    int rank = collective.rank();
    List<Slice> slices = Slice.partition(size, collective.worldSize());
    Slice slice = slices.get(rank);
    float[] own = Noise.of(rank, collective.worldSize(), size);
    float[] expected = Noise.sum(collective.worldSize(), size, wire);
    PartialSums sums = new PartialSums(size, wire);
    float[] mine = new float[slice.length()];
    float[] vector = new float[size];
    List<Double> seconds = new ArrayList<>();
    float sign = 1;
    for (int round = -WarmUp.rounds(size); round < rounds; round++) {
      sums.clear();
      sums.add(rank, FloatBuffer.wrap(own));
      collective.barrier();
      long start = System.nanoTime();
      long overflows = collective.reduceScatter(sums, slice, mine);
      System.arraycopy(mine, 0, vector, slice.from(), slice.length());
      collective.allGather(vector, slices, wire);
      double elapsed = (System.nanoTime() - start) / 1e9;
      if (round >= 0) {
        seconds.add(elapsed);
      }
      if (overflows > 0) {
        throw new IllegalStateException(overflows + " numbers overflowed " + wire);
      }
      Noise.require(expected, sign, vector, "rank %d, %s".formatted(rank, wire));
      sign = -sign;
      for (int i = 0; i < size; i++) {
        own[i] = -own[i];
      }
    }
    return seconds;
  }
}
