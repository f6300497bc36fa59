package dev.largo.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.optim.StepContext.Detail;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.transform.GradientTransform;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slices never change the result. */
class SlicesTest {
  private static final int STEPS = 6;
  private static final Problem PROBLEM = new Problem(7);

  static Stream<Arguments> chainsAndWorldSizes() {
    // The vector has 6 tiles: 9 slices leave some empty, in between and at the end.
    return Chains.ALL.keySet().stream()
        .sorted()
        .flatMap(chain -> Stream.of(2, 3, 5, 9).map(size -> Arguments.of(chain, size)));
  }

  @ParameterizedTest
  @MethodSource("chainsAndWorldSizes")
  void anyNumberOfSlicesGivesTheSameBits(String chain, int worldSize) throws Exception {
    float[] alone = PROBLEM.initial();
    List<StepSignals> expected =
        train(chain(chain), alone, Slice.whole(PROBLEM.layout()), LayerSums.LOCAL);

    float[] shared = PROBLEM.initial();
    List<Slice> slices = Slice.partition(PROBLEM.layout().size(), worldSize);
    List<List<StepSignals>> actual =
        Ranks.runAll(
            worldSize, (rank, sums) -> train(chain(chain), shared, slices.get(rank), sums));

    assertArrayEquals(alone, shared);
    for (List<StepSignals> ofRank : actual) {
      assertEquals(expected, ofRank);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9})
  void stepDependsOnDetailOnlyInWhatItReports(int worldSize) throws Exception {
    List<float[]> results = new ArrayList<>();
    for (Detail detail : Detail.values()) {
      float[] parameters = PROBLEM.initial();
      List<Slice> slices = Slice.partition(PROBLEM.layout().size(), worldSize);
      Ranks.runAll(
          worldSize,
          (rank, sums) ->
              optimizer(chain("lars"), slices.get(rank))
                  .step(
                      parameters,
                      PROBLEM.gradient(1, slices.get(rank)),
                      new StepContext(0.5, detail),
                      sums));
      results.add(parameters);
    }
    assertArrayEquals(results.get(0), results.get(1));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void anyNumberOfThreadsGivesTheSameBits(String chain) {
    float[] alone = PROBLEM.initial();
    Slice whole = Slice.whole(PROBLEM.layout());
    List<StepSignals> expected = train(chain(chain), alone, whole, LayerSums.LOCAL);

    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      for (int threads : new int[] {2, 3, 5}) {
        float[] shared = PROBLEM.initial();
        Optimizer optimizer =
            new Optimizer(chain(chain), PROBLEM.layout(), whole, Parallel.on(executor, threads));
        assertEquals(expected, train(optimizer, shared, whole, LayerSums.LOCAL));
        assertArrayEquals(alone, shared, threads + " threads");
      }
    } finally {
      executor.shutdownNow();
    }
  }

  static Stream<String> chains() {
    return Chains.ALL.keySet().stream().sorted();
  }

  @Test
  void everyRankGathersEquallyOften() throws Exception {
    int worldSize = 9;
    List<Slice> slices = Slice.partition(PROBLEM.layout().size(), worldSize);
    assertTrue(slices.stream().anyMatch(slice -> slice.length() == 0), "no slice is empty");
    Map<String, Integer> expected =
        new TreeMap<>(
            Map.of(
                "sgd GLOBAL",
                1,
                "sgd LAYERS",
                2,
                "lars GLOBAL",
                1,
                "lars LAYERS",
                2,
                "update norms GLOBAL",
                4,
                "update norms LAYERS",
                5));
    Map<String, Integer> counts = new TreeMap<>();
    for (String chain : List.of("sgd", "lars", "update norms")) {
      for (Detail detail : Detail.values()) {
        float[] parameters = PROBLEM.initial();
        List<Integer> calls =
            Ranks.runAll(
                worldSize,
                (rank, sums) -> {
                  int[] count = {0};
                  LayerSums counting =
                      own -> {
                        count[0]++;
                        return sums.gather(own);
                      };
                  optimizer(chain(chain), slices.get(rank))
                      .step(
                          parameters,
                          PROBLEM.gradient(1, slices.get(rank)),
                          new StepContext(0.1, detail),
                          counting);
                  return count[0];
                });
        assertEquals(1, new HashSet<>(calls).size(), chain + " " + calls);
        counts.put(chain + " " + detail, calls.get(0));
      }
    }
    assertEquals(expected, counts);
  }

  @Test
  void everyRankRefusesTheSameNonFiniteGradientBeforeAnyChange() throws Exception {
    int worldSize = 3;
    float[] shared = PROBLEM.initial();
    List<Slice> slices = Slice.partition(PROBLEM.layout().size(), worldSize);
    int bad = PROBLEM.segment("s7").offset() + 5000;

    List<String> named =
        Ranks.runAll(
            worldSize,
            (rank, sums) -> {
              Slice slice = slices.get(rank);
              Optimizer optimizer = optimizer(chain("lars"), slice);
              float[] gradient = PROBLEM.gradient(1, slice);
              if (slice.from() <= bad && bad < slice.to()) {
                gradient[bad - slice.from()] = Float.NaN;
              }
              NonFiniteGradientException e =
                  assertThrows(
                      NonFiniteGradientException.class,
                      () -> optimizer.step(shared, gradient, context(1), sums));
              assertArrayEquals(
                  new float[slice.length()], optimizer.state().getOrDefault("momentum", shared));
              return e.segment() + ": " + e.getMessage();
            });

    assertEquals(List.of(named.get(0), named.get(0), named.get(0)), named);
    assertEquals("s7: segment s7: the gradient norm is NaN at step 1", named.get(0));
    assertArrayEquals(PROBLEM.initial(), shared);
  }

  @Test
  void sliceCutInsideATileIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> optimizer(chain("sgd"), new Slice(0, 100)));

    assertTrue(String.valueOf(e.getMessage()).contains("slice [0, 100)"), e.getMessage());
  }

  @Test
  void gatherOfTheWrongLengthIsRefused() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                train(chain("sgd"), PROBLEM.initial(), new Slice(0, Slice.TILE), LayerSums.LOCAL));

    assertTrue(String.valueOf(e.getMessage()).startsWith("gathered "), e.getMessage());
  }

  private static List<StepSignals> train(
      GradientTransform chain, float[] parameters, Slice slice, LayerSums sums) {
    return train(optimizer(chain, slice), parameters, slice, sums);
  }

  private static List<StepSignals> train(
      Optimizer optimizer, float[] parameters, Slice slice, LayerSums sums) {
    List<StepSignals> signals = new ArrayList<>();
    for (int step = 1; step <= STEPS; step++) {
      signals.add(optimizer.step(parameters, PROBLEM.gradient(step, slice), context(step), sums));
    }
    return signals;
  }

  private static Optimizer optimizer(GradientTransform chain, Slice slice) {
    return new Optimizer(chain, PROBLEM.layout(), slice);
  }

  private static StepContext context(int step) {
    return new StepContext(0.3 / step, Detail.LAYERS);
  }

  private static GradientTransform chain(String name) {
    return Chains.of(name);
  }
}
