package dev.largo.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.evaluate.ModelVectors;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DriftTest {
  private static final List<float[]> WEIGHTS =
      List.of(
          new float[] {0, 0, 0, 50},
          new float[] {3, 4, 0, 60},
          new float[] {3, 4, 12, 70},
          new float[] {1, 1, 1, 1},
          new float[] {9, 9, 9, 9});

  private record Models() implements ModelVectors {
    @Override
    public int count() {
      return WEIGHTS.size();
    }

    @Override
    public float[] parameters(int model) {
      return WEIGHTS.get(model);
    }
  }

  @Test
  void eachTwoCheckpointsOfARunHaveADistanceOverTheirTrainedWeights() {
    List<Candidate> candidates =
        List.of(
            new Candidate("run", Candidate.CHECKPOINT, 10),
            new Candidate("run", Candidate.CHECKPOINT, 20),
            new Candidate("run", Candidate.CHECKPOINT, 40),
            new Candidate("run", "swa", 40),
            new Candidate("other", Candidate.CHECKPOINT, 40));

    assertEquals(
        List.of(
            new Drift("run", 10, 10, 5),
            new Drift("run", 10, 30, 13),
            new Drift("run", 20, 20, 12)),
        Drift.of(candidates, new Models(), WeightPlaneTest.LAYOUT));
  }
}
