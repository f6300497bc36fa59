package dev.largo.collective.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.collective.Collective;
import dev.largo.collective.PartialSums;
import dev.largo.collective.SharedMemoryGroup;
import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class ProcessGroupTest {
  private static final int MICRO_BATCHES = 13;

  /** Less than a tile, so that some slices are empty; some tiles; several pieces. */
  private static final List<Integer> SIZES = List.of(1, 100, 3 * Slice.TILE + 5, 300_001);

  static Stream<Arguments> worlds() {
    return Stream.of("0,1", "0,0,1", "0,1,2", "0,1,0", "0,0,1,1", "0,1,2,3", "0,1,1,2,0")
        .flatMap(
            layout ->
                Stream.of(true, false)
                    .flatMap(
                        shared ->
                            Stream.of(WireFormat.values())
                                .map(wire -> Arguments.of(layout, shared, wire))));
  }

  /** Sums and gathers of every size, twice; numbers that both wire formats can tell. */
  private static List<float[]> exchange(Collective collective, WireFormat wire) {
    List<float[]> results = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (int size : SIZES) {
        PartialSums partials = new PartialSums(size, wire);
        int world = collective.worldSize();
        int rank = collective.rank();
        for (int i = MICRO_BATCHES * rank / world; i < MICRO_BATCHES * (rank + 1) / world; i++) {
          partials.add(i, FloatBuffer.wrap(gradient(size, round, i, wire)));
        }
        List<Slice> slices = Slice.partition(size, world);
        Slice own = slices.get(rank);
        float[] sum = new float[own.length()];
        collective.reduceScatter(partials, own, sum);
        float[] vector = new float[size];
        System.arraycopy(sum, 0, vector, own.from(), sum.length);
        collective.allGather(vector, slices, wire);
        results.add(vector);
      }
    }
    return results;
  }

  private static float[] gradient(int size, int round, int number, WireFormat wire) {
    Random random = new Random(31L * round + number);
    float[] gradient = new float[size];
    for (int i = 0; i < size; i++) {
      gradient[i] =
          wire == WireFormat.FP16
              ? (random.nextInt(101) - 50) / 4f
              : (float) random.nextGaussian() * (1 + i % 7);
    }
    return gradient;
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void sumsAndGathersAreThoseOfOneJvmBitForBit(String layout, boolean shared, WireFormat wire)
      throws Exception {
    List<List<float[]>> expected = inOneJvm(layout.split(",", -1).length, wire);

    List<List<float[]>> found;
    try (Processes processes =
        Processes.connected(layout, Processes.settings(Processes.sharedMemory(shared)))) {
      found = processes.run(collective -> exchange(collective, wire));
    }

    for (int rank = 0; rank < expected.size(); rank++) {
      for (int i = 0; i < expected.get(rank).size(); i++) {
        assertArrayEquals(expected.get(rank).get(i), found.get(rank).get(i));
      }
    }
  }

  private static List<List<float[]>> inOneJvm(int worldSize, WireFormat wire) throws Exception {
    SharedMemoryGroup group = new SharedMemoryGroup(worldSize);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<List<float[]>>> futures = new ArrayList<>();
      for (int rank = 0; rank < worldSize; rank++) {
        Collective member = group.member(rank);
        futures.add(threads.submit(() -> exchange(member, wire)));
      }
      List<List<float[]>> results = new ArrayList<>();
      for (Future<List<float[]>> future : futures) {
        results.add(future.get(30, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void smallVectorsOfDifferentLengthsComeInRankOrder() throws Exception {
    try (Processes processes = Processes.connected("0,1,0", Processes.settings())) {
      List<double[]> all =
          processes.run(
              collective -> {
                double[] last = {};
                for (int round = 0; round < 200; round++) {
                  int rank = collective.rank();
                  last =
                      collective.allGather(rank == 1 ? new double[0] : new double[] {rank, round});
                  collective.barrier();
                }
                return last;
              });

      for (double[] values : all) {
        assertArrayEquals(new double[] {0, 199, 2, 199}, values);
      }
      assertEquals(0, processes.group(0).refused());
    }
  }

  @Test
  void oneProcessNeedsNoPeer() throws Exception {
    try (Processes processes = Processes.connected("0,0", Processes.settings())) {
      List<List<float[]>> found = processes.run(c -> exchange(c, WireFormat.FP32));

      List<List<float[]>> expected = inOneJvm(2, WireFormat.FP32);
      IntStream.range(0, SIZES.size())
          .forEach(i -> assertArrayEquals(expected.get(1).get(i), found.get(1).get(i)));
    }
  }
}
