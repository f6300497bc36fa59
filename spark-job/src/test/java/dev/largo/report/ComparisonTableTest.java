package dev.largo.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.compare.Comparison;
import dev.largo.compare.SeedSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTableTest {
  @Test
  void seedsThatWereNotComparedHaveDashes() {
    double none = Double.NaN;
    List<SeedSummary> seeds =
        List.of(new SeedSummary(List.of("a", "b"), "swa", 0.92, 0.005, none, none, none, none));
    Comparison comparison = new Comparison(List.of(), 0, List.of(), List.of(), List.of(), seeds);

    assertEquals(
        List.of("swa", "a, b", "0.9200", "0.0050", "-", "-", "-"),
        ComparisonTable.seeds(comparison).get(0));
  }

  private static List<String> table(Comparison comparison) {
    Captured console = new Captured();
    ComparisonTable.print(console.stream(), comparison);
    return console.lines();
  }

  @Test
  void everyCandidateHasARow() {
    assertEquals(
        List.of(
            "run  weights           step   top-1   top-5    loss  calibration error  against last, points   95 % interval  p (McNemar)",
            "a    checkpoint, best    10  0.9125  0.9900  0.2500             0.0123                 +1.25  -0.50 to +3.00     < 0.0001",
            "a    checkpoint, last    20  0.9000  0.9900  0.2500             0.0123",
            "a    swa                 20  0.0000  0.9900       -                  -                 +1.25  -0.50 to +3.00     < 0.0001"),
        table(
            new Compared(2)
                .with("checkpoint", 10, "best", 0.9125, Compared.BETTER)
                .with("checkpoint", 20, "last", 0.9, null)
                .with("swa", 20, "", 0, Compared.BETTER)
                .comparison()));
  }

  @Test
  void onlyCheckpointIsLastAndBest() {
    Comparison comparison =
        new Compared(2).with("checkpoint", 10, "last best", 0.9, null).comparison();

    assertEquals("checkpoint, last and best", ComparisonTable.candidates(comparison).get(0).get(1));
  }

  @Test
  void seedsFollowBelow() {
    Comparison one = new Compared(2).with("checkpoint", 10, "last", 0.9, null).comparison();
    Comparison comparison =
        new Comparison(
            one.runs(),
            one.samples(),
            one.classNames(),
            one.entries(),
            one.agreement(),
            List.of(
                new SeedSummary(List.of("a", "b"), SeedSummary.LAST, 0.9, 0.01, 0, 0, 0, 0),
                new SeedSummary(List.of("a", "b"), "swa", 0.92, 0.005, 2, 0.5, -2.4921, 6.4921)));

    assertEquals(
        List.of(
            "",
            "weights          runs  top-1, mean  deviation  against last, points  deviation   95 % interval",
            "last checkpoint  a, b       0.9000     0.0100",
            "swa              a, b       0.9200     0.0050                 +2.00       0.50  -2.49 to +6.49"),
        table(comparison).subList(2, 6));
  }
}
