package dev.largo.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.optim.noise.NoiseEstimate;
import dev.largo.record.RecordJson;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CellSummaryTest {
  private static final Cell CELL = Plans.study("seed=[5]").cells().get(0);

  /** Two epochs of two steps of 64 samples; the last one is slow. */
  private static List<StepRecord> steps() {
    List<StepRecord> steps = new ArrayList<>();
    for (int step = 1; step <= 4; step++) {
      double total = step == 4 ? 9 : step;
      steps.add(
          new StepRecord(
              step,
              step / 2.0,
              10 - step,
              0.1,
              64,
              1,
              64 / total,
              null,
              false,
              new StepRecord.Seconds(0.1 * step, 0.2, 0.3, 0.4, total),
              null,
              step / 10.0,
              step % 2 == 0 ? new NoiseEstimate(step - 2.5, 60) : null));
    }
    return steps;
  }

  private static EvaluationRecord evaluation(long step, String weights, double top1) {
    return new EvaluationRecord(step, step / 2.0, weights, top1, 1, 2 - top1, 10);
  }

  @Test
  void figuresAreThoseOfTheRun() throws Exception {
    List<EvaluationRecord> evaluations =
        List.of(
            evaluation(2, "checkpoint", 0.75),
            evaluation(2, "swa", 0.5),
            evaluation(4, "checkpoint", 0.625),
            evaluation(4, "swa", 0.875));

    CellResult result = CellSummary.of(CELL, steps(), evaluations, 0.7);

    assertEquals(Map.of("seed", 5), result.values());
    assertEquals(List.of(4L, 256L), List.of(result.steps(), result.samples()));
    assertEquals(15, result.seconds());
    assertEquals(0.625, result.lastTop1());
    assertEquals(0.75, result.bestTop1());
    assertEquals(2, result.bestStep());
    assertEquals(1.375, result.lastLoss());
    assertEquals(0.35, result.trainTop1(), 1e-12);
    assertEquals(6.5, result.trainLoss());
    assertEquals(Map.of("swa", 0.875), result.averages());
    assertEquals(2.5, result.stepSeconds().total());
    assertEquals(0.25, result.stepSeconds().data(), 1e-12);
    assertEquals(120, result.noiseScale(), "120 / (-0.5 + 1.5)");
    assertEquals(2, result.stepsToTarget());
    String json = RecordJson.MAPPER.writeValueAsString(result);
    assertEquals(result, RecordJson.MAPPER.readValue(json, CellResult.class));
    assertTrue(json.contains("\"status\":\"completed\",\"values\":{\"seed\":5}"), json);
  }

  @Test
  void targetThatIsNotReachedHasNoStep() {
    assertNull(
        CellSummary.of(CELL, steps(), List.of(evaluation(4, "checkpoint", 0.5)), 0.7)
            .stepsToTarget());
  }

  @Test
  void cellThatCouldNotBeginHasNoFigures() throws Exception {
    CellResult result = CellSummary.unbegun(CELL, "cells", "no memory");

    String json = RecordJson.MAPPER.writeValueAsString(result);
    assertTrue(json.contains("\"last_top1\":null"), json);
    assertEquals(result, RecordJson.MAPPER.readValue(json, CellResult.class));
  }
}
