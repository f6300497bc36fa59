package dev.largo.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DriftTest {
  @Test
  void eachTwoCheckpointsHaveADistanceOverTheirTrainedWeights() throws Exception {
    List<Entrant> checkpoints =
        List.of(
            entrant(10, new float[] {0, 0, 0, 50}),
            entrant(20, new float[] {3, 4, 0, 60}),
            entrant(40, new float[] {3, 4, 12, 70}));

    assertEquals(
        List.of(
            new Drift("run", 10, 10, 5),
            new Drift("run", 10, 30, 13),
            new Drift("run", 20, 20, 12)),
        Drift.of(checkpoints, WeightPlaneTest.LAYOUT));
  }

  private static Entrant entrant(long step, float[] weights) {
    return new Entrant(new Candidate("run", Candidate.CHECKPOINT, step), weights::clone, false);
  }
}
