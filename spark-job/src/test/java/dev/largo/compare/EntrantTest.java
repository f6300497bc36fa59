package dev.largo.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EntrantTest {
  private static Entrant of(float... weights) {
    return new Entrant(new Candidate("a", Candidate.CHECKPOINT, 1), weights::clone, false);
  }

  /** 16777216 + 1 + 1 is 16777216 in float32. */
  @Test
  void meanIsRoundedOnce() throws Exception {
    Entrant mean =
        Entrant.mean(
            new Candidate("a", "window-3", 3),
            List.of(of(16777216f, 0.1f), of(1f, 0.7f), of(1f, 0.3f)));

    float[] expected = {
      (float) ((16777216.0 + 1 + 1) / 3), (float) (((double) 0.1f + 0.7f + 0.3f) / 3)
    };
    assertArrayEquals(expected, mean.weights().load());
    assertTrue(mean.recompute());
  }
}
