package dev.largo.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.train.EvaluationRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTableTest {
  private static EvaluationRecord evaluation(long step, String weights, double top1, double loss) {
    return new EvaluationRecord(step, step / 10.0, weights, top1, 0.99, loss, 2000);
  }

  private static List<String> table(EvaluationRecord... evaluations) {
    Captured console = new Captured();
    ClosingTable.print(console.stream(), List.of(evaluations), 0);
    return console.lines();
  }

  @Test
  void setsAveragesAgainstTheLastAndTheBestCheckpoint() {
    assertEquals(
        List.of(
            "weights              step    top-1    top-5     loss   against last   against best",
            "last checkpoint        30   0.9000   0.9900   0.3000",
            "best checkpoint        20   0.9150   0.9900   0.2500",
            "SWA                    30   0.9125   0.9900   0.2000   +1.25 points   -0.25 points"),
        table(
            evaluation(10, "checkpoint", 0.8, 0.5),
            evaluation(20, "checkpoint", 0.915, 0.25),
            evaluation(20, "swa", 0.95, 0.1),
            evaluation(30, "checkpoint", 0.9, 0.3),
            evaluation(30, "swa", 0.9125, 0.2)));
  }

  @Test
  void ofEqualTop1TheLowerLossIsBest() {
    List<String> table =
        table(
            evaluation(10, "checkpoint", 0.8, 0.5),
            evaluation(20, "checkpoint", 0.8, 0.4),
            evaluation(30, "checkpoint", 0.8, Double.NaN));

    assertEquals("best checkpoint        20   0.8000   0.9900   0.4000", table.get(2));
    assertEquals("last checkpoint        30   0.8000   0.9900        -", table.get(1));
  }

  @Test
  void withoutAveragesThereIsNothingToCompare() {
    assertEquals(
        List.of(
            "weights              step    top-1    top-5     loss",
            "last checkpoint        10   0.8000   0.9900   0.5000",
            "best checkpoint        10   0.8000   0.9900   0.5000"),
        table(evaluation(10, "checkpoint", 0.8, 0.5)));
  }

  @Test
  void aFigureThatIsNoNumberIsNeverBest() {
    List<String> table =
        table(
            evaluation(10, "checkpoint", 0.1, 2.5),
            evaluation(20, "checkpoint", Double.NaN, Double.NaN),
            evaluation(20, "swa", Double.NaN, Double.NaN));

    assertEquals("best checkpoint        10   0.1000   0.9900   2.5000", table.get(2));
    assertEquals(
        "SWA                    20        -   0.9900        -              -              -",
        table.get(3));
  }

  @Test
  void withoutEvaluationsItSaysSo() {
    assertEquals(List.of("no checkpoint was evaluated"), table());
  }

  @Test
  void skippedStepsAreCountedBelow() {
    Captured console = new Captured();
    ClosingTable.print(console.stream(), List.of(evaluation(10, "checkpoint", 0.8, 0.5)), 3);

    assertEquals("skipped steps, whose loss or gradient was not finite: 3", console.lines().get(3));
  }
}
