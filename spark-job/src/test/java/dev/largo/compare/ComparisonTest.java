package dev.largo.compare;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.evaluate.Predictions;
import dev.largo.record.RecordJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  private static final int[] LABELS = {0, 0, 1, 1, 1};

  private final List<Candidate> candidates = new ArrayList<>();
  private final List<Predictions> predictions = new ArrayList<>();

  private void add(String run, String weights, long step, double loss, int... likeliest) {
    candidates.add(new Candidate(run, weights, step));
    predictions.add(Answers.of(LABELS, likeliest, loss));
  }

  private Comparison compared() {
    return Comparison.of(
        List.of(new ComparedRun("a", "runs/a", 1, List.of())),
        candidates,
        predictions,
        List.of("cat", "dog", "none"),
        Map.of("a", "recipe"),
        Answers.random());
  }

  private List<Integer> best() {
    List<Comparison.Entry> entries = compared().entries();
    return IntStream.range(0, entries.size()).filter(i -> entries.get(i).best()).boxed().toList();
  }

  @Test
  void lastIsTheNewestCheckpointAndAllElseIsHeldAgainstIt() {
    add("a", "checkpoint", 10, 1, 0, 0, 1, 1, 0);
    add("a", "checkpoint", 20, 1, 0, 1, 1, 0, 0);
    add("a", "swa", 20, 1, 0, 0, 1, 1, 1);

    List<Comparison.Entry> entries = compared().entries();

    assertEquals(List.of(false, true, false), entries.stream().map(e -> e.last()).toList());
    assertNull(entries.get(1).againstLast());
    assertEquals(40, points(entries.get(0)), 1e-12);
    assertEquals(60, points(entries.get(2)), 1e-12);
    assertEquals(List.of(0), best());
  }

  private static double points(Comparison.Entry entry) {
    return requireNonNull(entry.againstLast()).points();
  }

  @Test
  void ofEqualTop1TheLowerLossIsBestAndOfEqualsTheFirst() {
    add("a", "checkpoint", 10, 0.5, 0, 0, 1, 1, 0);
    add("a", "checkpoint", 20, 0.4, 0, 0, 1, 1, 0);
    add("a", "checkpoint", 30, 0.4, 0, 0, 1, 0, 1);
    add("a", "checkpoint", 40, 0.1, 0, 0, 0, 0, 0);

    assertEquals(List.of(1), best());
  }

  @Test
  void lossThatIsNoNumberIsNeverBest() {
    add("a", "checkpoint", 10, Double.NaN, -1, -1, -1, -1, -1);
    add("a", "checkpoint", 20, 2, 1, 1, 0, 0, 0);
    add("a", "checkpoint", 30, Double.NaN, -1, -1, -1, -1, -1);

    assertEquals(List.of(1), best());
    Comparison.Entry first = compared().entries().get(0);
    assertEquals(0, first.top1());
    assertEquals(Double.NaN, first.loss());
  }

  @Test
  void everyRunHasItsOwnLastAndBest() {
    add("a", "checkpoint", 10, 1, 0, 0, 1, 1, 1);
    add("b", "checkpoint", 10, 1, 0, 0, 1, 1, 0);
    add("b", "checkpoint", 20, 1, 0, 0, 1, 0, 0);
    add("a, b", "ensemble-runs-checkpoint", 20, 1, 0, 0, 1, 1, 0);

    List<Comparison.Entry> entries = compared().entries();

    assertEquals(List.of(0, 1), best());
    assertEquals(List.of(true, false, true, false), entries.stream().map(e -> e.last()).toList());
    assertEquals(20, points(entries.get(1)), 1e-12);
    // What is of several runs is held against the first one's.
    assertEquals(-20, points(entries.get(3)), 1e-12);
  }

  @Test
  void withoutCheckpointsThereIsNothingToBeHeldAgainst() {
    add("a", "swa", 10, 1, 0, 0, 1, 1, 1);

    Comparison.Entry only = compared().entries().get(0);

    assertNull(only.againstLast());
    assertEquals(List.of(), best());
  }

  @Test
  void agreementIsThatOfEachTwoModels() {
    add("a", "checkpoint", 10, 1, 0, 0, 1, 1, 0);
    add("a", "checkpoint", 20, 1, 0, 1, 1, 0, 0);
    add("a", "swa", 20, 1, 2, 2, 1, 1, 0);

    assertEquals(
        List.of(List.of(1.0, 0.6, 0.6), List.of(0.6, 1.0, 0.4), List.of(0.6, 0.4, 1.0)),
        compared().agreement());
  }

  @Test
  void classWithoutSamplesHasNoAccuracy() {
    add("a", "checkpoint", 10, 1, 0, 1, 1, 1, 2);

    assertEquals(List.of(0.5, 2 / 3.0, Double.NaN), compared().entries().get(0).classAccuracy());
  }

  @Test
  void jsonHasNullForWhatIsNoNumber() throws Exception {
    add("a", "checkpoint", 10, Double.NaN, -1, -1, -1, -1, -1);

    JsonNode entry =
        RecordJson.MAPPER
            .readTree(RecordJson.MAPPER.writeValueAsBytes(compared()))
            .path("entries")
            .path(0);

    assertTrue(entry.path("loss").isNull(), entry::toString);
    assertTrue(entry.path("class_accuracy").path(2).isNull(), entry::toString);
    assertTrue(entry.path("calibration").path("error").isNull(), entry::toString);
    assertTrue(entry.path("against_last").isNull(), entry::toString);
    assertEquals(
        "{\"run\":\"a\",\"weights\":\"checkpoint\",\"step\":10}",
        entry.path("candidate").toString());
  }
}
