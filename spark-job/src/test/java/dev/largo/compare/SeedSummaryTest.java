package dev.largo.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SeedSummaryTest {
  /** Student's t with 2 degrees of freedom at 0.975, from tables. */
  private static final double T_2 = 4.302652729911275;

  private final List<Comparison.Entry> entries = new ArrayList<>();
  private final Map<String, String> recipes = new LinkedHashMap<>();

  private void checkpoint(String run, boolean last, boolean best, double top1) {
    entries.add(entry(run, "checkpoint", last, best, top1, null));
  }

  private void average(String run, String weights, double top1, double points) {
    entries.add(entry(run, weights, false, false, top1, new Difference(points, 0, 0, 0, 0, 1)));
  }

  private static Comparison.Entry entry(
      String run,
      String weights,
      boolean last,
      boolean best,
      double top1,
      @Nullable Difference difference) {
    return new Comparison.Entry(
        new Candidate(run, weights, 10),
        last,
        best,
        top1,
        1,
        0.5,
        new Calibration(0, List.of()),
        List.of(),
        difference);
  }

  private List<SeedSummary> summaries() {
    return SeedSummary.of(entries, recipes);
  }

  private void run(String name, double last, double swa) {
    recipes.put(name, "one");
    checkpoint(name, true, true, last);
    average(name, "swa", swa, 100 * (swa - last));
  }

  @Test
  void intervalOfTheMeanDifferenceIsStudents() {
    run("a", 0.90, 0.91);
    run("b", 0.80, 0.82);
    run("c", 0.85, 0.88);

    List<SeedSummary> all = summaries();

    assertEquals(
        List.of("last checkpoint", "best checkpoint", "swa"),
        all.stream().map(SeedSummary::weights).toList());
    SeedSummary last = all.get(0);
    assertEquals(0.85, last.top1(), 1e-12);
    assertEquals(0.05, last.deviation(), 1e-12);
    assertEquals(0, last.points());
    SeedSummary swa = all.get(2);
    assertEquals(List.of("a", "b", "c"), swa.runs());
    assertEquals(0.87, swa.top1(), 1e-12);
    assertEquals(2, swa.points(), 1e-9);
    assertEquals(1, swa.pointsDeviation(), 1e-9);
    assertEquals(2 - T_2 / Math.sqrt(3), swa.lower(), 1e-9);
    assertEquals(2 + T_2 / Math.sqrt(3), swa.upper(), 1e-9);
  }

  @Test
  void whatNotAllRunsHaveIsLeftOut() {
    run("a", 0.90, 0.91);
    run("b", 0.80, 0.82);
    run("c", 0.85, 0.88);
    average("a", "ema", 0.95, 5);
    average("b", "ema", 0.95, 5);

    assertTrue(summaries().stream().noneMatch(s -> s.weights().equals("ema")));
  }

  @Test
  void oneRunHasNothingToSumUp() {
    run("a", 0.90, 0.91);

    assertEquals(List.of(), summaries());
  }

  @Test
  void recipesAreNotMixed() {
    run("a", 0.90, 0.91);
    run("b", 0.80, 0.82);
    run("c", 0.70, 0.50);
    run("d", 0.60, 0.40);
    run("e", 0.10, 0.10);
    recipes.put("c", "two");
    recipes.put("d", "two");
    recipes.put("e", "three");

    List<SeedSummary> swa = summaries().stream().filter(s -> s.weights().equals("swa")).toList();

    assertEquals(
        List.of(List.of("a", "b"), List.of("c", "d")),
        swa.stream().map(SeedSummary::runs).toList());
    assertEquals(1.5, swa.get(0).points(), 1e-9);
    assertEquals(-20, swa.get(1).points(), 1e-9);
  }

  @Test
  void ofSeveralWindowsTheNewestCounts() {
    run("a", 0.90, 0.91);
    run("b", 0.80, 0.82);
    for (String run : List.of("a", "b")) {
      average(run, "window-2", 0.1, -70);
      average(run, "window-2", 0.9, 3);
    }

    SeedSummary window = summaries().get(3);

    assertEquals("window-2", window.weights());
    assertEquals(3, window.points(), 1e-12);
  }

  @Test
  void whatWasNotComparedIsNotZero() {
    for (String run : List.of("a", "b")) {
      recipes.put(run, "one");
      entries.add(entry(run, "swa", false, false, 0.9, null));
    }

    SeedSummary swa = summaries().get(0);

    assertEquals(0.9, swa.top1(), 1e-12);
    assertEquals(Double.NaN, swa.points());
    assertEquals(Double.NaN, swa.lower());
  }
}
