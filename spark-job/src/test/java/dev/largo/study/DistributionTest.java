package dev.largo.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DistributionTest {
  private static final int DRAWS = 20_000;

  private static Distribution read(String kind, Object... values) {
    return Distributions.read(Map.of(kind, List.of(values)));
  }

  /** Draws of a key by the numbers of trials. */
  private static double[] draws(Distribution distribution) {
    SearchSpace space = new SearchSpace(new TreeMap<>(Map.of("schedule.base-lr", distribution)));
    return space.draw(1, 1, DRAWS).stream()
        .mapToDouble(
            trial ->
                ((Number) Objects.requireNonNull(trial.values().get("schedule.base-lr")))
                    .doubleValue())
        .toArray();
  }

  /**
   * Largest distance of the draws' distribution from the uniform one, by Kolmogorov and Smirnov.
   */
  private static double distance(double[] shares) {
    double[] sorted = shares.clone();
    Arrays.sort(sorted);
    double most = 0;
    for (int i = 0; i < sorted.length; i++) {
      most = Math.max(most, Math.abs(sorted[i] - (i + 0.5) / sorted.length));
    }
    return most;
  }

  /** 1.63 / sqrt(n) is exceeded by one uniform sample in a hundred. */
  @Test
  void rangesAreDrawnFromEvenlyInTheirOwnScale() {
    double[] uniform = draws(read("uniform", -1, 3));
    double[] logarithms = draws(read("log-uniform", 0.001, 10));
    for (int i = 0; i < DRAWS; i++) {
      uniform[i] = (uniform[i] + 1) / 4;
      logarithms[i] = Math.log10(logarithms[i] / 0.001) / 4;
    }

    assertTrue(distance(uniform) < 1.63 / Math.sqrt(DRAWS), () -> "" + distance(uniform));
    assertTrue(distance(logarithms) < 1.63 / Math.sqrt(DRAWS), () -> "" + distance(logarithms));
  }

  /** The deviation of a count is below 55 for 5000 expected. */
  @Test
  void wholeNumbersAndChoicesAreEquallyLikely() {
    int[] counts = new int[4];
    for (double draw : draws(read("integer", 2, 5))) {
      counts[(int) draw - 2]++;
    }
    for (double draw : draws(read("choice", 0, 1, 2, 3))) {
      counts[(int) draw]++;
    }

    for (int count : counts) {
      assertEquals(2 * DRAWS / 4.0, count, 4 * 2 * 61);
    }
  }

  @Test
  void wholeNumbersOfALogarithmicRangeStayInIt() {
    double[] draws = draws(read("log-integer", 1, 64));

    assertEquals(1, Arrays.stream(draws).min().orElseThrow());
    assertEquals(64, Arrays.stream(draws).max().orElseThrow());
    // log(8.5 / 0.5) of log(64.5 / 0.5)
    double low = Arrays.stream(draws).filter(d -> d <= 8).count();
    assertEquals(0.583, low / DRAWS, 0.015);
  }

  @Test
  void drawsDependOnSeedNumbersAndKeyAlone() {
    Distribution range = read("uniform", 0, 1);
    SearchSpace alone = new SearchSpace(new TreeMap<>(Map.of("a", range)));
    SearchSpace both = new SearchSpace(new TreeMap<>(Map.of("a", range, "b", range)));

    List<Trial> trials = both.draw(1, 7, 5);
    assertEquals(List.of(7, 8, 9, 10, 11), trials.stream().map(Trial::number).toList());
    assertEquals(values(alone.draw(1, 7, 5), "a"), values(trials, "a"));
    assertNotEquals(values(trials, "b"), values(trials, "a"));
    assertNotEquals(values(both.draw(2, 7, 5), "a"), values(trials, "a"));
    assertNotEquals(values(both.draw(1, 8, 5), "a"), values(trials, "a"));
  }

  private static List<@Nullable Object> values(List<Trial> trials, String key) {
    List<@Nullable Object> values = new ArrayList<>();
    trials.forEach(trial -> values.add(trial.values().get(key)));
    return values;
  }

  @Test
  void drawsHaveFourDigits() {
    assertEquals(0.03162, read("log-uniform", 0.001, 1).draw(0.5));
    assertEquals(0.001, read("log-uniform", 0.001, 1).draw(0));
  }

  @ParameterizedTest
  @CsvSource({
    "0.01, 1, 0.1, 0.1, 0.5, 0.0316228, 0.316228", // around one survivor
    "0.01, 1, 0.01, 0.01, 0.5, 0.01, 0.1", // at the end the range keeps its width
    "0.01, 1, 0.02, 0.9, 0.5, 0.02, 0.9", // survivors that lie apart keep what is between them
    "0.01, 1, 0.02, 0.9, 1, 0.01, 1"
  })
  void rangeIsNarrowedAroundTheSurvivors(
      double low, double high, double one, double other, double share, double from, double to) {
    Interval left = new Interval(low, high, true, false).narrowed(List.of(one, other), share);

    assertEquals(from, left.low(), 1e-6);
    assertEquals(to, left.high(), 1e-6);
  }

  @Test
  void wholeRangesAndChoicesAreNarrowedToo() {
    Interval whole = new Interval(1, 9, false, true).narrowed(List.of(2L, 3L), 0.3);
    assertEquals(new Interval(1, 4, false, true), whole);
    assertEquals(
        new Choice(List.of("a", "c")),
        new Choice(List.of("a", "b", "c")).narrowed(List.of("c", "a", "c"), 0.5));
  }

  @Test
  void valuesWithinATwentiethOfAnEndAreAtIt() {
    Distribution range = read("log-uniform", 0.01, 1);

    assertTrue(range.edge(0.0125).orElseThrow().contains("lower end of its range, 0.01"));
    assertTrue(range.edge(0.8).orElseThrow().contains("upper end of its range, 1"));
    assertEquals(Optional.empty(), range.edge(0.013));
    assertEquals(Optional.empty(), range.edge(0.78));
    assertEquals(Optional.empty(), read("choice", 1, 2).edge(1));
  }

  @ParameterizedTest
  @CsvSource({
    "uniform, 2, 1",
    "uniform, 1, 1",
    "log-uniform, 0, 1",
    "integer, 1, 2.5",
    "normal, 0, 1"
  })
  void impossibleDistributionsAreRefused(String kind, double low, double high) {
    assertThrows(IllegalArgumentException.class, () -> read(kind, low, high));
  }
}
