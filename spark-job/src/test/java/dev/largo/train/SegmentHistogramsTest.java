package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.collective.Collective;
import dev.largo.collective.SharedMemoryGroup;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SegmentHistogramsTest {
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          List.of(
              new Segment("a.W", "a", Role.WEIGHT, 0, 10_000, List.of(10_000)),
              new Segment("a.b", "a", Role.BIAS, 10_000, 3, List.of(3)),
              new Segment("b.W", "b", Role.WEIGHT, 10_003, 9_000, List.of(9_000))));

  private static float[] vector() {
    Random random = new Random(5);
    float[] vector = new float[LAYOUT.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = i % 7 == 0 ? 0 : (float) (Math.exp(5 * random.nextGaussian()) - 1);
    }
    vector[10_001] = Float.NaN;
    return vector;
  }

  /** A slice is a multiple of 4,096: segments are cut, and of six ranks the first has nothing. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6})
  void everyRankHasThoseOfTheWholeVector(int worldSize) throws Exception {
    float[] vector = vector();
    List<Histogram> expected =
        LAYOUT.segments().stream()
            .map(s -> Histogram.of(FloatBuffer.wrap(vector, s.offset(), s.length())))
            .toList();
    SharedMemoryGroup group = new SharedMemoryGroup(worldSize);
    List<Slice> slices = Slice.partition(LAYOUT.size(), worldSize);
    ExecutorService threads = Executors.newFixedThreadPool(worldSize);
    try {
      List<Future<List<Histogram>>> ranks = new ArrayList<>();
      for (int rank = 0; rank < worldSize; rank++) {
        Collective member = group.member(rank);
        Slice slice = slices.get(rank);
        float[] own = Arrays.copyOfRange(vector, slice.from(), slice.to());
        for (int i = 0; i < own.length; i++) {
          own[i] *= 1024; // As a loss scale does.
        }
        ranks.add(
            threads.submit(
                () ->
                    new SegmentHistograms(LAYOUT.segments(), member).of(slice, own, 0, 1f / 1024)));
      }
      for (Future<List<Histogram>> rank : ranks) {
        assertEquals(expected, rank.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
