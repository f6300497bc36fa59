package dev.largo.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SharedMemoryGroupTest {
  private static final int SIZE = 3 * Slice.TILE + 5;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private interface RankBody<T> {
    T run(Collective collective);
  }

  private <T> List<Future<T>> onEveryRank(
      SharedMemoryGroup group, int worldSize, RankBody<T> body) {
    List<Future<T>> results = new ArrayList<>();
    for (int rank = 0; rank < worldSize; rank++) {
      Collective member = group.member(rank);
      results.add(threads.submit(() -> body.run(member)));
    }
    return results;
  }

  @Test
  void reduceScatterThenAllGatherGivesEveryRankTheSum() throws Exception {
    int worldSize = 3;
    List<Slice> slices = Slice.partition(SIZE, worldSize);
    List<Future<float[]>> results =
        onEveryRank(
            new SharedMemoryGroup(worldSize),
            worldSize,
            collective -> {
              float[] vector = new float[SIZE];
              for (int step = 0; step < 50; step++) {
                PartialSums partials = new PartialSums(SIZE, WireFormat.FP32);
                float[] own = new float[SIZE];
                for (int i = 0; i < SIZE; i++) {
                  own[i] = (collective.rank() + 1) * (i + step);
                }
                partials.add(collective.rank(), FloatBuffer.wrap(own));
                Slice slice = slices.get(collective.rank());
                float[] sum = new float[slice.length()];
                collective.reduceScatter(partials, slice, sum);
                System.arraycopy(sum, 0, vector, slice.from(), sum.length);
                collective.allGather(vector, slices, WireFormat.FP32);
              }
              return vector;
            });

    for (Future<float[]> result : results) {
      float[] vector = result.get(30, TimeUnit.SECONDS);
      for (int i = 0; i < SIZE; i++) {
        assertEquals(6f * (i + 49), vector[i]);
      }
    }
  }

  @Test
  void smallVectorsAreGatheredInRankOrder() throws Exception {
    List<Future<double[]>> results =
        onEveryRank(
            new SharedMemoryGroup(3),
            3,
            c -> c.allGather(c.rank() == 1 ? new double[] {} : new double[] {c.rank(), 7}));

    for (Future<double[]> result : results) {
      assertArrayEquals(new double[] {0, 7, 2, 7}, result.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void failureOfOneRankEndsTheWaitOfTheOthersWithItsCause() {
    SharedMemoryGroup group = new SharedMemoryGroup(2);
    Future<?> waiting = threads.submit(() -> group.member(0).barrier());
    IllegalStateException cause = new IllegalStateException("rank 1 broke");

    group.abort(cause);
    group.abort(new IllegalStateException("a later one"));

    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> waiting.get(30, TimeUnit.SECONDS));
    Throwable seen = assertInstanceOf(CollectiveException.class, failed.getCause());
    assertSame(cause, seen.getCause());
    assertSame(cause, group.failure());
    assertThrows(CollectiveException.class, () -> group.member(1).barrier());
  }
}
