package dev.largo.spark.bench;

import dev.largo.collective.Collective;
import java.util.ArrayList;
import java.util.List;

/** Every process copies a vector, all at the same time: nothing that moves it can be faster. */
final class CopyWork implements RankWork {
  private static final long serialVersionUID = 1L;

  private final int size;
  private final int rounds;

  CopyWork(int size, int rounds) {
    this.size = size;
    this.rounds = rounds;
  }

  @Override
  public List<List<Double>> run(Collective collective) {
    float[] from = Noise.of(collective.rank(), collective.worldSize(), size);
    float[] to = new float[size];
    List<Double> seconds = new ArrayList<>();
    for (int round = -WarmUp.rounds(size); round < rounds; round++) {
      collective.barrier();
      long start = System.nanoTime();
      System.arraycopy(from, 0, to, 0, size);
      double elapsed = (System.nanoTime() - start) / 1e9;
      if (round >= 0) {
        seconds.add(elapsed);
      }
    }
    Noise.require(from, 1, to, "copy");
    return List.of(seconds);
  }
}
