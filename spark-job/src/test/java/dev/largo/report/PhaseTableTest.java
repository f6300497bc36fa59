package dev.largo.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.record.PhaseRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseTableTest {
  @Test
  void replicasAreOneLine() {
    Captured console = new Captured();

    PhaseTable.print(
        console.stream(),
        List.of(
            new PhaseRecord("large-batch", 420, 93.14, 0.98, 0.9),
            new PhaseRecord("replica-1", 300, 60, 1, 0.91),
            new PhaseRecord("replica-2", 300, 60, 1, 0.93),
            new PhaseRecord("refinement", 300, 120, 1, 0.92),
            new PhaseRecord("average", 0, 8.2, Double.NaN, 0.95)));

    assertEquals(
        List.of(
            "phase               steps  seconds    train    top-1",
            "large batch           420     93.1   0.9800   0.9000",
            "replicas, mean        300    120.0   1.0000   0.9200",
            "their average           0      8.2        -   0.9500"),
        console.lines());
  }
}
